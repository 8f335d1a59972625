import type { JsonObject, JsonValue } from "../../modules/state/index.js";
import type { DriftCase } from "./random-drift.js";

const KEPT = new Set(["cluster_name", "node_group_name", "node_role_arn", "subnet_ids", "scaling_config"]);

/** Cases with one thing less, the largest pieces first. */
export function* smallerDrifts(driftCase: DriftCase): Generator<DriftCase> {
  const { groups, state, resource, template } = driftCase;
  for (const list of ["removed", "moved", "imports"] as const)
    if (driftCase[list].length > 0) yield { ...driftCase, [list]: [] };
  if (Object.keys(driftCase.data).length > 0) yield { ...driftCase, data: {} };
  if (Object.keys(driftCase.outputs).length > 0) yield { ...driftCase, outputs: {}, stateOutputs: {} };
  for (const [index, group] of groups.entries())
    if (group.after !== null && JSON.stringify(group.after) !== JSON.stringify(group.before))
      yield {
        ...driftCase,
        groups: groups.map((each, at) => (at === index ? { ...each, after: each.before } : each)),
      };
  if (template?.after != null && template.after.moreVersions.length > 0)
    yield { ...driftCase, template: { ...template, after: { ...template.after, moreVersions: [] } } };
  for (const [index, entry] of state.entries()) {
    yield { ...driftCase, state: state.filter((_, at) => at !== index) };
    if (entry.otherwise !== undefined || entry.tainted) {
      const { otherwise: _otherwise, tainted: _tainted, ...plain } = entry;
      yield { ...driftCase, state: state.map((each, at) => (at === index ? plain : each)) };
    }
  }
  for (const [type, named] of Object.entries(resource))
    for (const [name, config] of Object.entries(named))
      for (const smaller of without(config))
        yield { ...driftCase, resource: { ...resource, [type]: { ...named, [name]: smaller } } };
}

function* without(config: JsonObject): Generator<JsonObject> {
  for (const [name, value] of Object.entries(config)) {
    const { [name]: _left, ...rest } = config;
    if (!KEPT.has(name)) yield rest;
    if (name !== "lifecycle" || !Array.isArray(value)) continue;
    const [settings]: readonly JsonValue[] = value;
    if (settings !== null && typeof settings === "object" && !Array.isArray(settings))
      for (const smaller of without(settings as JsonObject)) yield { ...config, lifecycle: [smaller] };
  }
}
