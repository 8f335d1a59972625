import type { JsonObject } from "../../plan/index.js";
import { worst } from "../walk/check-resource.js";
import type { CheckedObject, CheckInstance, PlanWalk } from "../walk/plan-walk.js";
import { compareTexts } from "./resource-change-json.js";

/** `checks`: the status of every condition, by object and instance. */
export function checksJson(walk: PlanWalk): readonly JsonObject[] {
  const objects = [...walk.checks.values()].sort(
    (left, right) => compareTexts(left.kind, right.kind) || compareTexts(left.display, right.display),
  );
  return objects.map(({ kind, display, members, instances }) => ({
    address: Object.fromEntries(
      Object.entries({ kind, to_display: display, ...members }).sort(([left], [right]) =>
        compareTexts(left, right),
      ),
    ),
    status:
      instances.length === 0 && (walk.options.mode === "destroy" || !walk.targets.resource(display))
        ? "unknown"
        : worst(instances.map(({ status }) => status)),
    ...(instances.length === 0 ? {} : { instances: instancesJson(kind, instances) }),
  }));
}

function instancesJson(kind: CheckedObject["kind"], instances: readonly CheckInstance[]): JsonObject[] {
  return instances.map(({ address, status, messages }) => ({
    address: {
      to_display: address,
      ...(kind === "resource" ? instanceKeyOf(address) : {}),
    },
    status,
    ...(messages.length === 0 ? {} : { problems: messages.map((message) => ({ message })) }),
  }));
}

function instanceKeyOf(address: string): JsonObject {
  const match = /\[(\d+|".*")\]$/.exec(address);
  if (match?.[1] === undefined) return {};
  const parsed: unknown = JSON.parse(match[1]);
  return typeof parsed === "string" || typeof parsed === "number" ? { instance_key: parsed } : {};
}
