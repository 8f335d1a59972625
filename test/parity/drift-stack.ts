import type { JsonObject, JsonValue } from "../../modules/state/index.js";
import type { Draw } from "./draw.js";
import type { ParityWorld } from "./parity-world.js";
import type { DriftCase, LiveGroup, LiveTemplate } from "./random-drift.js";
import type { How, Scenario } from "./scenario.js";

/** What holds for all cases of one plan. */
export interface DriftRun {
  readonly how: How;
  readonly provider: JsonObject;
}

export function randomRun(draw: Draw, cases: number): DriftRun {
  const mode = draw.pick([
    "normal",
    "normal",
    "normal",
    "normal",
    "normal",
    "refresh-only",
    "destroy",
  ] as const);
  const one = (): string => `aws_eks_node_group.g${draw.below(cases)}`;
  const plain = mode !== "normal";
  return {
    how: {
      mode,
      refresh: mode === "refresh-only" || draw.below(10) > 0,
      targets: draw.below(8) === 0 ? [one(), `aws_launch_template.t${draw.below(cases)}`] : [],
      replace: plain || draw.below(4) > 0 ? [] : [one(), `${one()}[1]`],
    },
    provider: {
      ...(draw.chance(4) ? { default_tags: [{ tags: { D: "1", A: "1" } }] } : {}),
      ...(draw.chance(2) ? { ignore_tags: [{ keys: ["B"], key_prefixes: ["kubernetes.io/"] }] } : {}),
    },
  };
}

/** The scenario that holds all cases; its world is prepared by `prepareWorld`. */
export function driftScenario(name: string, cases: readonly DriftCase[], run: DriftRun): Scenario {
  const merged = (kind: "resource" | "data"): JsonObject => {
    const result: { [type: string]: JsonObject } = {};
    for (const each of cases)
      for (const [type, named] of Object.entries(each[kind])) result[type] = { ...result[type], ...named };
    return result;
  };
  const data = merged("data");
  const outputs = Object.assign({}, ...cases.map((each) => each.outputs)) as JsonObject;
  const list = <K extends "moved" | "removed" | "imports">(kind: K): readonly JsonValue[] =>
    cases.flatMap((each) => each[kind]);
  return {
    name,
    how: run.how,
    provider: run.provider,
    configuration: {
      variable: { text: { default: "hidden", sensitive: true } },
      resource: { terraform_data: { later: { input: "later" } }, ...merged("resource") },
      ...(Object.keys(data).length === 0 ? {} : { data }),
      ...(Object.keys(outputs).length === 0 ? {} : { output: outputs }),
      moved: list("moved"),
      removed: list("removed"),
      import: list("imports"),
    },
    state: cases.flatMap(({ state }) => state),
    stateOutputs: Object.assign({}, ...cases.map(({ stateOutputs }) => stateOutputs)) as JsonObject,
    prepare: (world) => prepareWorld(world, cases),
    drift: (world) => driftWorld(world, cases),
  };
}

const PLACE = "123456789012/us-east-1";

/** Puts the live objects of all cases into the world, as they are before anybody changes them. */
function prepareWorld(world: ParityWorld, cases: readonly DriftCase[]): void {
  const { tables } = world.sandbox.world;
  const base = tables.nodegroups.get(`${PLACE}/demo/alpha`);
  if (base === undefined) throw new Error("the world has no group alpha");
  for (const { template, groups } of cases) {
    if (template !== null) putTemplate(world, template);
    for (const { name, template: uses, before } of groups)
      tables.nodegroups.put({
        ...base,
        name,
        uuid: `0000-${name}`,
        asgName: `eks-${name}`,
        ...before,
        ...(uses === null ? {} : { launchTemplate: uses }),
      });
  }
}

function putTemplate(world: ParityWorld, template: LiveTemplate): void {
  const { tables } = world.sandbox.world;
  const base = [...tables.launchTemplates.values()][0];
  if (base === undefined) throw new Error("the world has no template");
  const { id, name, tags, versions, defaultVersion } = template;
  tables.launchTemplates.put({ ...base, id, name, tags, defaultVersion, latestVersion: versions.length });
  for (const [index, version] of versions.entries()) putVersion(world, id, index + 1, version);
}

function putVersion(world: ParityWorld, templateId: string, version: number, data: JsonObject): void {
  world.sandbox.world.tables.launchTemplateVersions.put({
    templateId,
    version,
    createdAt: 1_770_000_000_000,
    createdBy: "arn:aws:iam::123456789012:root",
    data: JSON.parse(JSON.stringify(data)),
  });
}

/** Makes of every live object what somebody else made of it. */
function driftWorld(world: ParityWorld, cases: readonly DriftCase[]): void {
  for (const { template, groups } of cases) {
    if (template !== null) driftTemplate(world, template);
    for (const group of groups) driftGroup(world, group);
  }
}

function driftGroup(world: ParityWorld, { name, after }: LiveGroup): void {
  const { nodegroups } = world.sandbox.world.tables;
  const key = `${PLACE}/demo/${name}`;
  if (after === null) nodegroups.delete(key);
  else nodegroups.update(key, (row) => ({ ...row, ...after }));
}

function driftTemplate(world: ParityWorld, { id, versions, after }: LiveTemplate): void {
  const { launchTemplates } = world.sandbox.world.tables;
  const key = `${PLACE}/${id}`;
  if (after === null) {
    launchTemplates.delete(key);
    return;
  }
  for (const [index, data] of after.moreVersions.entries())
    putVersion(world, id, versions.length + index + 1, data);
  launchTemplates.update(key, (row) => ({
    ...row,
    tags: after.tags,
    defaultVersion: after.defaultVersion,
    latestVersion: versions.length + after.moreVersions.length,
  }));
}
