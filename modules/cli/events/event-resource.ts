import type { ResourceChange } from "../../plan/index.js";
import type { EventResource } from "./ui-event.js";

/** A resource of a plan as Terraform's events name it. */
export function eventResource(change: ResourceChange): EventResource {
  const module = change.module_address ?? "";
  return {
    addr: change.address,
    module,
    resource: module === "" ? change.address : change.address.slice(module.length + 1),
    implied_provider: change.type.split("_")[0] ?? change.type,
    resource_type: change.type,
    resource_name: change.name,
    resource_key: change.index ?? null,
  };
}

/** The parts of an address such as `data.aws_x.y["k"]`. */
export function resourceOfAddress(address: string): EventResource {
  const [, type = "", name = "", key] = /^(?:data\.)?([^.]+)\.([^[]+)(?:\[(.*)\])?$/.exec(address) ?? [];
  return {
    addr: address,
    module: "",
    resource: address,
    implied_provider: type.split("_")[0] ?? type,
    resource_type: type,
    resource_name: name,
    resource_key: key === undefined ? null : parseKey(key),
  };
}

function parseKey(text: string): string | number {
  const number = Number(text);
  return Number.isInteger(number) ? number : text.replace(/^"(.*)"$/, "$1");
}
