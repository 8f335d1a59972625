import type { JsonObject, JsonValue } from "../../modules/state/index.js";
import type { Draw } from "./draw.js";
import { type Aspect, GROUP_ASPECTS, TEMPLATE_ASPECTS } from "./drift-aspects.js";
import { groupOf } from "./parity-world.js";
import type { StateEntry } from "./scenario.js";

type Mutable = { [name: string]: JsonValue };

/** A live object before and after somebody else changed it. */
export interface LiveGroup {
  readonly name: string;
  readonly template: { readonly id: string; readonly name: string; readonly version: number } | null;
  readonly before: JsonObject;
  /** Null: deleted. */
  readonly after: JsonObject | null;
}

export interface LiveTemplate {
  readonly id: string;
  readonly name: string;
  readonly tags: { readonly [key: string]: string };
  /** The data of each version, and which of them is the default. */
  readonly versions: readonly JsonObject[];
  readonly defaultVersion: number;
  readonly after: {
    readonly tags: { readonly [key: string]: string };
    readonly moreVersions: readonly JsonObject[];
    readonly defaultVersion: number;
  } | null;
}

/** A template, groups that use it or not, what the state says of them and what the configuration wants. */
export interface DriftCase {
  readonly template: LiveTemplate | null;
  readonly groups: readonly LiveGroup[];
  readonly resource: { readonly [type: string]: { readonly [name: string]: JsonObject } };
  readonly data: { readonly [type: string]: { readonly [name: string]: JsonObject } };
  readonly outputs: JsonObject;
  readonly stateOutputs: JsonObject;
  readonly moved: readonly JsonObject[];
  readonly removed: readonly JsonObject[];
  readonly imports: readonly JsonObject[];
  readonly state: readonly StateEntry[];
}

type Repetition = "none" | "count" | "for_each";
const KEYS = { none: [null], count: [0, 1, 2], for_each: ["a", "b", "c"] } as const;

/** One case; everything in it is named after its index, so that many fit into one plan. */
export function randomDrift(index: number, draw: Draw): DriftCase {
  const repetition = draw.pick<Repetition>(["none", "none", "none", "count", "for_each"]);
  const hasTemplate = draw.chance(6);
  const template = hasTemplate ? liveTemplate(index, draw) : null;
  const keys = KEYS[repetition].slice(0, repetition === "none" ? 1 : 1 + draw.below(3));
  const wantedCount = repetition === "none" ? 1 : 1 + draw.below(3);
  const base = aspects(GROUP_ASPECTS, draw);
  const usesTemplate = template !== null && draw.chance(8);
  const groups = keys.map((_, at) =>
    liveGroup(`g${index}-${at}`, base, usesTemplate ? template : null, draw),
  );

  const lt = `t${index}`;
  const ng = `g${index}`;
  const createFirst = draw.chance(3) ? draw.chance(7) : undefined;
  const group = groupConfiguration(index, base, repetition, usesTemplate, lt, draw);
  const resource: { [type: string]: { [name: string]: JsonObject } } = {};
  const declared = draw.below(20) > 0;
  if (declared) {
    resource.aws_eks_node_group = {
      [ng]: {
        ...group,
        ...repeated(repetition, wantedCount, draw),
        ...lifecycle(draw, GROUP_IGNORABLE, usesTemplate ? triggersOf(lt) : [], createFirst),
      },
    };
    if (template !== null)
      resource.aws_launch_template = {
        [lt]: {
          ...templateConfiguration(template, draw),
          ...lifecycle(draw, TEMPLATE_IGNORABLE, [], createFirst),
        },
      };
  }

  const state: StateEntry[] = [];
  const flags = { createBeforeDestroy: createFirst === true };
  if (template !== null && draw.below(20) > 1)
    state.push({
      address: `aws_launch_template.${lt}`,
      object: template.id,
      ...flags,
      tainted: draw.below(40) === 0,
    });
  const moved: JsonObject[] = [];
  const imports: JsonObject[] = [];
  const stateName = draw.below(20) === 0 ? `${ng}_old` : ng;
  if (stateName !== ng)
    moved.push({ from: `aws_eks_node_group.${stateName}`, to: `aws_eks_node_group.${ng}` });
  const stateRepetition =
    draw.below(15) === 0 ? draw.pick<Repetition>(["none", "count", "for_each"]) : repetition;
  groups.forEach(({ name }, at) => {
    if (draw.below(12) === 0) {
      if (repetition === "none" && declared && draw.chance(5))
        imports.push({ to: `aws_eks_node_group.${ng}`, id: `demo:${name}` });
      return;
    }
    const key = KEYS[stateRepetition][at];
    if (key === undefined) return;
    const address = `aws_eks_node_group.${stateName}${key === null ? "" : `[${JSON.stringify(key)}]`}`;
    const dependencies = usesTemplate ? { dependencies: [`aws_launch_template.${lt}`] } : {};
    const entry = { address, object: `demo:${name}`, ...dependencies, ...flags };
    state.push({
      ...entry,
      tainted: draw.below(25) === 0,
      ...(draw.chance(2) ? { otherwise: stale(draw) } : {}),
    });
    if (draw.below(40) === 0) state.push({ ...entry, deposed: "00ab12cd" });
  });
  const removed: JsonObject[] = [];
  if (!declared && draw.chance(4))
    removed.push({ from: `aws_eks_node_group.${ng}`, lifecycle: [{ destroy: draw.chance(5) }] });
  if (!declared) moved.length = 0;

  const outputs: Mutable = {};
  const stateOutputs: Mutable = {};
  if (declared && draw.chance(3)) {
    const whole = `aws_eks_node_group.${ng}`;
    outputs[`o${index}`] = {
      value: draw.pick([
        `\${${whole}}`,
        repetition === "none" ? `\${${whole}.scaling_config[0].desired_size}` : `\${length(${whole})}`,
        template === null ? "constant" : `\${aws_launch_template.${lt}.latest_version}`,
        repetition === "count" ? `\${${whole}[*].labels}` : `\${keys(${whole})}`,
      ]),
      sensitive: draw.chance(2),
    };
    if (draw.chance(6)) stateOutputs[`o${index}`] = { value: draw.pick<JsonValue>([1, 2]), type: "number" };
  }
  const data: { [type: string]: { [name: string]: JsonObject } } = {};
  if (declared && template !== null && draw.chance(1))
    data.aws_launch_template = {
      [`d${index}`]: draw.pick<JsonObject>([
        { id: `\${aws_launch_template.${lt}.id}` },
        { name: template.name },
        { name: template.name, depends_on: [`aws_launch_template.${lt}`] },
      ]),
    };
  return {
    template,
    groups,
    resource,
    data,
    outputs,
    stateOutputs,
    moved,
    removed,
    imports,
    state,
  };
}

/** Which way each aspect of something is. */
type Ways = ReadonlyMap<Aspect, number>;

function aspects(all: readonly Aspect[], draw: Draw): Ways {
  return new Map(all.map((aspect) => [aspect, draw.chance(6) ? 0 : draw.below(aspect.ways.length)]));
}

function liveOf(ways: Ways): JsonObject {
  return Object.assign({}, ...[...ways].map(([aspect, at]) => aspect.ways[at]?.live ?? {})) as JsonObject;
}

/** What somebody else made of it: some aspects are another way now. */
function changed(ways: Ways, draw: Draw): Ways {
  const rate = draw.pick([0, 0, 1, 3]);
  return new Map(
    [...ways].map(([aspect, at]) =>
      aspect.fixed !== true && draw.chance(rate) ? [aspect, draw.below(aspect.ways.length)] : [aspect, at],
    ),
  );
}

function liveGroup(name: string, base: Ways, template: LiveTemplate | null, draw: Draw): LiveGroup {
  const own = draw.chance(2) ? changed(base, draw) : base;
  const version = template === null ? 0 : 1 + draw.below(template.versions.length);
  const uses = template === null ? null : { id: template.id, name: template.name, version };
  const after: JsonObject | null = draw.below(25) === 0 ? null : liveOf(changed(own, draw));
  const rolled =
    after !== null && template !== null && draw.chance(1)
      ? { launchTemplate: { id: template.id, name: template.name, version: 1 } }
      : {};
  return {
    name,
    template: uses,
    before: liveOf(own),
    after: after === null ? null : { ...after, ...rolled },
  };
}

function liveTemplate(index: number, draw: Draw): LiveTemplate {
  const used = new Set(TEMPLATE_ASPECTS.filter(() => draw.chance(4)));
  const ways = (): Ways =>
    new Map([...used].map((aspect) => [aspect, draw.chance(7) ? 0 : draw.below(aspect.ways.length)]));
  const versions = Array.from({ length: 1 + draw.below(3) }, () => liveOf(ways()));
  const tags = draw.pick<{ readonly [key: string]: string }>([{}, { Name: "x" }, { Name: "y", B: "" }]);
  const defaultVersion = 1 + draw.below(versions.length);
  const moreVersions = Array.from({ length: draw.chance(2) ? 1 + draw.below(2) : 0 }, () => liveOf(ways()));
  return {
    id: `lt-${String(900000 + index).padStart(17, "0")}`,
    name: `drift-${index}`,
    tags,
    versions,
    defaultVersion,
    after:
      draw.below(30) === 0
        ? null
        : {
            tags: draw.chance(1) ? { Name: "z" } : tags,
            moreVersions,
            defaultVersion: draw.chance(1)
              ? 1 + draw.below(versions.length + moreVersions.length)
              : defaultVersion,
          },
  };
}

function groupConfiguration(
  index: number,
  base: Ways,
  repetition: Repetition,
  usesTemplate: boolean,
  lt: string,
  draw: Draw,
): JsonObject {
  const suffix =
    repetition === "none"
      ? "0"
      : repetition === "count"
        ? "${count.index}"
        : "${{ a = 0, b = 1, c = 2 }[each.key]}";
  const config: Mutable = groupOf(`g${index}-${suffix}`);
  if (draw.below(15) === 0) delete config.node_group_name;
  const rate = draw.pick([0, 0, 1, 3]);
  for (const [aspect, at] of base) {
    const kept = draw.chance(aspect.required ? 10 : 6);
    const other = draw.chance(rate);
    const chosen = aspect.ways[other ? draw.below(aspect.ways.length) : at]?.config;
    if ((kept || other) && chosen !== undefined) config[aspect.name] = expressed(chosen, draw);
  }
  if (draw.below(15) === 0) config.force_update_version = draw.chance(5);
  if (draw.below(15) === 0) config.timeouts = { create: "30m" };
  const ref = (attribute: string) => `\${aws_launch_template.${lt}.${attribute}}`;
  if (usesTemplate)
    config.launch_template = [
      {
        ...(draw.chance(7) ? { id: ref("id") } : { name: ref("name") }),
        version: draw.pick([
          ref("latest_version"),
          ref("latest_version"),
          ref("default_version"),
          "$Latest",
          "1",
        ]),
      },
    ];
  else if (draw.below(25) === 0) config.launch_template = [{ name: "other-template", version: "$Default" }];
  return config;
}

function templateConfiguration(template: LiveTemplate, draw: Draw): JsonObject {
  const latest = template.versions[template.versions.length - 1] ?? {};
  const config: Mutable = { name: template.name };
  if (draw.below(20) === 0) config.name = `${template.name}-other`;
  const rate = draw.pick([0, 0, 1, 3]);
  for (const aspect of TEMPLATE_ASPECTS) {
    const same = aspect.ways.find(({ live }) =>
      Object.entries(live).every(([name, value]) => JSON.stringify(latest[name]) === JSON.stringify(value)),
    );
    const other = draw.chance(rate) ? draw.pick(aspect.ways) : undefined;
    const chosen = draw.chance(rate) && draw.chance(3) ? undefined : (other ?? same)?.config;
    if (chosen !== undefined) config[aspect.name] = expressed(chosen, draw);
  }
  if (draw.chance(8)) config.tags = draw.below(8) === 0 ? { Name: "${var.text}" } : template.tags;
  if (draw.below(10) === 0) config.update_default_version = draw.chance(7);
  else if (draw.below(15) === 0) config.default_version = 1;
  if (draw.below(20) === 0) config.description = "told";
  return config;
}

/** The same setting, now and then through an expression, a mark or a value that is not known yet. */
function expressed(value: JsonValue, draw: Draw): JsonValue {
  const kind = draw.below(60);
  if (typeof value === "string") {
    if (kind === 0) return "${terraform_data.later.output}";
    if (kind === 1) return `\${sensitive("${value}")}`;
    if (kind === 2) return `\${lower(upper("x")) == "x" ? "${value}" : null}`;
    return value;
  }
  if (typeof value === "number" && kind === 0) return `\${${value} + 0}`;
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((element: JsonValue) => expressed(element, draw));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, expressed(inner, draw)]));
}

function repeated(repetition: Repetition, wanted: number, draw: Draw): JsonObject {
  if (repetition === "count") return { count: draw.chance(5) ? wanted : `\${${wanted}}` };
  if (repetition === "for_each")
    return { for_each: `\${toset(${JSON.stringify(KEYS.for_each.slice(0, wanted))})}` };
  return {};
}

/** What a state may say that was never so, or is no longer. */
function stale(draw: Draw): JsonObject {
  return draw.pick<JsonObject>([
    { labels: { old: "1" } },
    { tags: { Old: "1" }, tags_all: { Old: "1" } },
    { release_version: "1.30.0-20240101" },
    { scaling_config: [{ desired_size: 1, max_size: 9, min_size: 1 }] },
    { force_update_version: false },
    { timeouts: { create: "30m", update: null, delete: null } },
    { labels: null, tags: null },
    { status: "CREATING" },
  ]);
}

const GROUP_IGNORABLE = [
  "scaling_config[0].desired_size",
  "scaling_config",
  "labels",
  'labels["a"]',
  "taint",
  "tags",
  'tags["A"]',
  "version",
  "release_version",
  "launch_template[0].version",
  "launch_template",
  "update_config[0].max_unavailable",
  "instance_types",
];
const TEMPLATE_IGNORABLE = [
  "tags",
  'tags["Name"]',
  "image_id",
  "latest_version",
  "default_version",
  "block_device_mappings[0].ebs[0].volume_size",
  "metadata_options",
  'tag_specifications[0].tags["A"]',
];

function triggersOf(lt: string): readonly string[] {
  return [
    `aws_launch_template.${lt}`,
    `aws_launch_template.${lt}.latest_version`,
    `aws_launch_template.${lt}.tags`,
  ];
}

function lifecycle(
  draw: Draw,
  ignorable: readonly string[],
  triggers: readonly string[],
  createFirst: boolean | undefined,
): JsonObject {
  const settings: Mutable = {};
  if (draw.chance(3)) settings.ignore_changes = draw.chance(1) ? "all" : draw.some(ignorable, 3);
  if (createFirst !== undefined) settings.create_before_destroy = createFirst;
  if (triggers.length > 0 && draw.chance(1)) settings.replace_triggered_by = [draw.pick(triggers)];
  if (draw.below(15) === 0)
    settings.postcondition = [{ condition: '${self.id != ""}', error_message: "An id is never empty." }];
  return Object.keys(settings).length === 0 ? {} : { lifecycle: [settings] };
}
