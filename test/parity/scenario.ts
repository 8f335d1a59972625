import type { PlanOptions } from "../../modules/planner/index.js";
import type { JsonObject, JsonValue } from "../../modules/state/index.js";
import { type ParityWorld, PROVIDER } from "./parity-world.js";

export type How = Pick<PlanOptions, "mode" | "refresh" | "targets" | "replace">;

/** One situation that Terraform and ours are both asked to plan. */
export interface Scenario {
  readonly name: string;
  /** Terraform JSON beside the provider. */
  readonly configuration: JsonObject;
  /** What the state holds; objects are read from the world before it changes. Null: no state at all. */
  readonly state?: readonly StateEntry[];
  readonly stateOutputs?: JsonObject;
  /** Puts more into the world before the state is written. */
  readonly prepare?: (world: ParityWorld) => void;
  /** Changes the world after the state was written. */
  readonly drift?: (world: ParityWorld) => void;
  readonly how?: Partial<How>;
  readonly provider?: JsonObject;
  /** Further files beside the configuration, e.g. `terraform.tfvars.json`. */
  readonly files?: { readonly [name: string]: string };
  readonly variables?: { readonly [name: string]: string };
  /** Names of `files`, given as `-var-file`. */
  readonly varFiles?: readonly string[];
  readonly env?: { readonly [name: string]: string };
}

/** An instance of the state: its address, and whose object it holds. */
export interface StateEntry {
  readonly address: string;
  /** The live object's id; or the attributes themselves. */
  readonly object: string | JsonObject;
  /** Attributes that the state has otherwise than the live object. */
  readonly otherwise?: JsonObject;
  readonly tainted?: boolean;
  readonly deposed?: string;
  readonly dependencies?: readonly string[];
  readonly createBeforeDestroy?: boolean;
  readonly sensitive?: JsonValue;
}

/** The files of a scenario: what Terraform finds in its folder. */
export async function scenarioFiles(
  scenario: Scenario,
  world: ParityWorld,
): Promise<{ readonly [name: string]: string }> {
  const configuration = {
    terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
    provider: { aws: [{ ...PROVIDER, ...scenario.provider }] },
    ...scenario.configuration,
  };
  return {
    "main.tf.json": JSON.stringify(configuration),
    "terraform.tfstate": JSON.stringify(await stateOf(scenario, world)),
    ...scenario.files,
  };
}

async function stateOf(scenario: Scenario, world: ParityWorld): Promise<JsonObject> {
  const resources = new Map<string, JsonObject & { readonly instances: JsonObject[] }>();
  for (const entry of scenario.state ?? []) {
    const { resource, type, name, key } = partsOf(entry.address);
    const live = typeof entry.object === "string" ? await world.liveObject(type, entry.object) : entry.object;
    if (live === null) throw new Error(`the world has no ${type} ${JSON.stringify(entry.object)}`);
    const known = resources.get(resource) ?? {
      mode: "managed",
      type,
      name,
      ...(key === null ? {} : { each: typeof key === "number" ? "list" : "map" }),
      provider: `provider["${SOURCES[type] ?? "registry.terraform.io/hashicorp/aws"}"]`,
      instances: [],
    };
    resources.set(resource, known);
    known.instances.push({
      ...(key === null ? {} : { index_key: key }),
      ...(entry.tainted ? { status: "tainted" } : {}),
      ...(entry.deposed === undefined ? {} : { deposed: entry.deposed }),
      schema_version: 0,
      private: PRIVATE[type] ?? "",
      attributes: { ...live, ...entry.otherwise },
      sensitive_attributes: entry.sensitive ?? [],
      ...(entry.dependencies === undefined ? {} : { dependencies: entry.dependencies }),
      ...(entry.createBeforeDestroy ? { create_before_destroy: true } : {}),
    });
  }
  return {
    version: 4,
    terraform_version: "1.11.4",
    serial: 1,
    lineage: "5f0e1c70-7b6b-4b1a-8c3e-3f4a7c1f9d11",
    outputs: scenario.stateOutputs ?? {},
    resources: [...resources.values()],
    check_results: null,
  };
}

/** The provider's private data as it stands in any state: its timeouts, or JSON's null. */
const PRIVATE: { readonly [type: string]: string } = {
  aws_eks_node_group: btoa(
    '{"e2bfb730-ecaa-11e6-8f88-34363bc7c4c0":{"create":3600000000000,"delete":3600000000000,"update":3600000000000}}',
  ),
  aws_launch_template: btoa("null"),
};

const SOURCES: { readonly [type: string]: string } = {
  terraform_data: "terraform.io/builtin/terraform",
};

function partsOf(address: string): {
  readonly resource: string;
  readonly type: string;
  readonly name: string;
  readonly key: string | number | null;
} {
  const [, resource = address, key] = /^([^[]*)(?:\[(.*)\])?$/.exec(address) ?? [];
  const [type = "", name = ""] = resource.split(".");
  return { resource, type, name, key: key === undefined ? null : (JSON.parse(key) as string | number) };
}

/** The command line of a scenario. */
export function scenarioOptions(scenario: Scenario): readonly string[] {
  const { how = {}, variables = {}, varFiles = [] } = scenario;
  return [
    ...(how.refresh === false ? ["-refresh=false"] : []),
    ...(how.mode === "destroy" ? ["-destroy"] : how.mode === "refresh-only" ? ["-refresh-only"] : []),
    ...(how.targets ?? []).map((address) => `-target=${address}`),
    ...(how.replace ?? []).map((address) => `-replace=${address}`),
    ...varFiles.map((file) => `-var-file=${file}`),
    ...Object.entries(variables).map(([name, value]) => `-var=${name}=${value}`),
  ];
}
