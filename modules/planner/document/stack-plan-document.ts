import { configurationJson } from "../../configuration/index.js";
import type { JsonValue, StackPlan, TerraformPlan } from "../../plan/index.js";
import { awsProviderSchema, RELEASE_5_100, releaseText } from "../../provider/index.js";
import { unmarkDeep } from "../../values/index.js";
import { fingerprint } from "../extras/fingerprint.js";
import { ignoredChanges } from "../extras/ignored-changes.js";
import { nodeEffects } from "../extras/node-effects.js";
import { plannedOperations } from "../extras/planned-operations.js";
import { spuriousUpdates } from "../extras/spurious-updates.js";
import type { PlanWalk } from "../walk/plan-walk.js";
import { checksJson } from "./checks-json.js";
import { knownJson } from "./json-value.js";
import { type PlannedOutput, plannedOutputsJson } from "./output-changes.js";
import { refreshedOutputs } from "./refreshed-outputs.js";
import { relevantAttributes } from "./relevant-attributes.js";
import { resourceChangesJson, resourceDriftJson } from "./resource-change-json.js";
import { plannedModule, refreshedModule } from "./state-values-json.js";

/** The plan as a document: Terraform's plan JSON 1.2 in its order, with what is ours under `fleetwright`. */
export function stackPlanDocument(walk: PlanWalk, outputs: readonly PlannedOutput[]): StackPlan {
  const { configuration, options } = walk;
  const changes = resourceChangesJson(walk.planned);
  const drift = resourceDriftJson(walk.drifted);
  const changed =
    outputs.some(({ change }) => change.actions[0] !== "no-op") ||
    changes.some(
      ({ change, previous_address: previous }) =>
        change.actions[0] !== "no-op" || change.importing !== undefined || previous !== undefined,
    );
  const relevant = relevantAttributes(walk, outputs);
  const checks = checksJson(walk);
  const outputValues = plannedOutputsJson(outputs);
  const refreshOnly = options.mode === "refresh-only";
  const terraform: TerraformPlan = {
    format_version: "1.2",
    terraform_version: options.terraformVersion,
    ...optional("variables", variablesJson(walk)),
    planned_values: {
      ...(outputValues === undefined ? {} : { outputs: outputValues }),
      root_module: plannedModule(walk.planned),
    },
    ...(drift.length === 0 ? {} : { resource_drift: drift }),
    ...(changes.length === 0 ? {} : { resource_changes: changes }),
    ...(outputs.length === 0
      ? {}
      : { output_changes: Object.fromEntries(outputs.map(({ name, change }) => [name, change])) }),
    ...optional("prior_state", priorStateJson(walk, outputs)),
    configuration: configurationJson(configuration, {
      provider: (localName) => (localName === "aws" ? awsProviderSchema : undefined),
      resource: (mode, type) =>
        (mode === "managed" ? walk.registry.resourceType(type) : walk.registry.dataSource(type))?.schema,
    }),
    ...(relevant.length === 0 ? {} : { relevant_attributes: relevant }),
    ...(checks.length === 0 ? {} : { checks }),
    timestamp: options.timestamp,
    // Terraform 1.11 takes every refresh of an object for something to write into the state.
    applyable: changed || (refreshOnly && walk.priors.size > 0),
    complete: !walk.targets.limited && walk.unsupported.size === 0,
    errored: false,
  };
  return { ...terraform, fleetwright: extrasOf(walk) };
}

function extrasOf(walk: PlanWalk): StackPlan["fleetwright"] {
  const { options } = walk;
  const operations = plannedOperations(walk);
  const expectedCalls = new Set(
    operations.flatMap(({ address, call, no_call_expected }) =>
      no_call_expected === undefined ? [`${address}/${call}`] : [],
    ),
  );
  const spurious = spuriousUpdates(walk, operations);
  const fingerprints = walk.refreshed
    .filter(({ mode }) => mode === "managed")
    .map(({ address, deposed, object }) => [
      deposed === null ? address : `${address} (deposed ${deposed})`,
      fingerprint(object),
    ]);
  const sorted = fingerprints.sort(([left = ""], [right = ""]) => (left < right ? -1 : 1));
  return {
    mode: options.mode,
    stack: options.stack,
    directory: options.directory,
    region: walk.providers.get("aws")?.configuration.region ?? null,
    account: accountOf(walk),
    ...(walk.registry.release.major === RELEASE_5_100.major
      ? {}
      : { provider_release: releaseText(walk.registry.release) }),
    state: stateOf(walk),
    operations,
    ignored_changes: ignoredChanges(walk),
    node_effects: nodeEffects(walk, expectedCalls),
    ...(spurious.length === 0 ? {} : { spurious_updates: spurious }),
    unsupported: [...walk.unsupported].sort(),
    fingerprints: Object.fromEntries(sorted),
    diagnostics: walk.diagnostics,
  };
}

/** The account, from the first ARN of a live object that holds one. */
function accountOf(walk: PlanWalk): string | null {
  for (const { object } of walk.refreshed) {
    const account = typeof object.arn === "string" ? object.arn.split(":")[4] : undefined;
    if (account !== undefined && /^\d{12}$/.test(account)) return account;
  }
  return null;
}

function variablesJson(walk: PlanWalk): TerraformPlan["variables"] | undefined {
  const { variableValues } = walk.configuration;
  if (variableValues.size === 0) return undefined;
  const entries = [...variableValues].sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const json: JsonValue | undefined = knownJson(unmarkDeep(value).value);
      return [name, json === undefined ? {} : { value: json }];
    }),
  );
}

/** The refreshed state. */
function priorStateJson(
  walk: PlanWalk,
  planned: readonly PlannedOutput[],
): TerraformPlan["prior_state"] | undefined {
  const outputs = [...refreshedOutputs(walk, planned)].map(
    ([name, { sensitive, value, type }]) => [name, { sensitive: sensitive ?? false, value, type }] as const,
  );
  if (walk.refreshed.length === 0 && outputs.length === 0) return undefined;
  return {
    format_version: "1.0",
    terraform_version: walk.options.terraformVersion,
    values: {
      ...(outputs.length === 0 ? {} : { outputs: Object.fromEntries(outputs) }),
      root_module: refreshedModule(walk.refreshed),
    },
  };
}

function optional<Name extends string, T>(name: Name, value: T | undefined): { readonly [key in Name]?: T } {
  const result: { [key in Name]?: T } = {};
  if (value !== undefined) result[name] = value;
  return result;
}

function stateOf({ input }: PlanWalk): { readonly lineage: string; readonly serial: number } | null {
  return input.state === null ? null : { lineage: input.state.lineage, serial: input.state.serial };
}
