import type { JsonObject, JsonValue } from "../../../modules/state/index.js";
import { groupOf, templateId } from "../parity-world.js";
import type { Scenario, StateEntry } from "../scenario.js";
import { LATER } from "./parts.js";

/** A group whose state and configuration differ in one thing, with what is ignored of it. */
interface IgnoreCase {
  readonly name: string;
  readonly ignore: JsonValue;
  readonly config: JsonObject;
  /** Otherwise than the live group in the state. */
  readonly state?: JsonObject;
  readonly entry?: Partial<StateEntry>;
  /** Not in the state at all. */
  readonly isNew?: boolean;
}

const SCALING = [{ desired_size: 3, max_size: 5, min_size: 0 }];
const TEMPLATE = [{ id: templateId(0), name: "tpl-0", version: "3" }];
const LABELS = { labels: { a: "1", b: "2" } };

const attributes: readonly IgnoreCase[] = [
  { name: "attribute", ignore: ["version"], config: { version: "1.33" } },
  { name: "attribute-not-configured", ignore: ["version"], config: {} },
  { name: "attribute-forcing", ignore: ["disk_size"], config: { disk_size: 50 } },
  {
    name: "attribute-forcing-beside",
    ignore: ["labels"],
    config: { disk_size: 50, labels: { a: "9" } },
    state: LABELS,
  },
  {
    name: "attribute-null-or-false",
    ignore: ["force_update_version"],
    config: { force_update_version: true },
  },
  { name: "list", ignore: ["instance_types"], config: { instance_types: ["m5.large"] } },
  {
    name: "list-element",
    ignore: ["instance_types[0]"],
    config: { instance_types: ["m5.large", "m6i.large"] },
  },
  { name: "list-element-beyond", ignore: ["instance_types[7]"], config: { instance_types: ["m5.large"] } },
  { name: "set", ignore: ["subnet_ids"], config: { subnet_ids: ["subnet-c"] } },
  { name: "computed-only", ignore: ["arn"], config: { labels: { a: "1" } } },
  { name: "computed-tags-all", ignore: ["tags_all"], config: { tags: { a: "9" } } },
  { name: "identity", ignore: ["cluster_name"], config: { cluster_name: "other" } },
  {
    name: "several",
    ignore: ["version", "labels", "disk_size"],
    config: { version: "1.33", labels: { a: "9" }, disk_size: 50 },
  },
  { name: "unknown-value", ignore: ["version"], config: { version: "${terraform_data.later.output}" } },
  { name: "sensitive-value", ignore: ["version"], config: { version: '${sensitive("1.33")}' } },
];

const blocks: readonly IgnoreCase[] = [
  { name: "block", ignore: ["scaling_config"], config: { scaling_config: SCALING } },
  {
    name: "block-attribute",
    ignore: ["scaling_config[0].desired_size"],
    config: { scaling_config: SCALING },
  },
  {
    name: "block-index-beyond",
    ignore: ["scaling_config[3].desired_size"],
    config: { scaling_config: SCALING },
  },
  {
    name: "block-text-index",
    ignore: ['scaling_config["desired_size"]'],
    config: { scaling_config: SCALING },
  },
  { name: "block-element", ignore: ["scaling_config[0]"], config: { scaling_config: SCALING } },
  {
    name: "block-and-attribute",
    ignore: ["scaling_config", "scaling_config[0].min_size"],
    config: { scaling_config: SCALING },
  },
  {
    name: "block-set",
    ignore: ["taint"],
    config: { taint: [{ key: "k", value: "v", effect: "NO_SCHEDULE" }] },
  },
  {
    name: "block-set-removed",
    ignore: ["taint"],
    config: {},
    state: { taint: [{ key: "k", value: "v", effect: "NO_SCHEDULE" }] },
  },
  {
    name: "block-added",
    ignore: ["launch_template"],
    config: { launch_template: [{ name: "tpl-0", version: "3" }] },
  },
  { name: "block-removed", ignore: ["launch_template"], config: {}, state: { launch_template: TEMPLATE } },
  {
    name: "block-attribute-when-added",
    ignore: ["launch_template[0].version"],
    config: { launch_template: [{ name: "tpl-0", version: "3" }] },
  },
  {
    name: "block-attribute-when-removed",
    ignore: ["launch_template[0].version"],
    config: {},
    state: { launch_template: TEMPLATE },
  },
  {
    name: "block-attribute-changed",
    ignore: ["launch_template[0].version"],
    config: { launch_template: [{ id: templateId(0), version: "1" }] },
    state: { launch_template: TEMPLATE },
  },
  {
    name: "block-attribute-unknown",
    ignore: ["launch_template[0].version"],
    config: { launch_template: [{ id: templateId(0), version: "${terraform_data.later.output}" }] },
    state: { launch_template: TEMPLATE },
  },
  {
    name: "block-computed-attribute",
    ignore: ["update_config[0].max_unavailable"],
    config: { update_config: [{ max_unavailable_percentage: 50 }] },
  },
  { name: "block-computed", ignore: ["update_config"], config: { update_config: [{ max_unavailable: 5 }] } },
  { name: "block-single", ignore: ["timeouts"], config: { timeouts: { create: "30m" }, labels: { a: "1" } } },
  {
    name: "block-single-attribute",
    ignore: ["timeouts.create"],
    config: { timeouts: { create: "30m" }, labels: { a: "1" } },
  },
  { name: "block-forcing", ignore: ["remote_access"], config: { remote_access: [{ ec2_ssh_key: "key" }] } },
];

const maps: readonly IgnoreCase[] = [
  { name: "map", ignore: ["labels"], config: { labels: { a: "9", c: "3" } }, state: LABELS },
  { name: "map-to-null", ignore: ["labels"], config: {}, state: LABELS },
  { name: "map-key-changed", ignore: ['labels["a"]'], config: { labels: { a: "9", b: "9" } }, state: LABELS },
  {
    name: "map-key-new",
    ignore: ['labels["c"]'],
    config: { labels: { a: "1", b: "2", c: "3" } },
    state: LABELS,
  },
  { name: "map-key-gone", ignore: ['labels["a"]'], config: { labels: { b: "2" } }, state: LABELS },
  { name: "map-key-of-null", ignore: ['labels["a"]'], config: {}, state: LABELS },
  { name: "map-other-key-of-null", ignore: ['labels["z"]'], config: {}, state: LABELS },
  { name: "map-key-of-empty-prior", ignore: ['labels["a"]'], config: { labels: { a: "1" } } },
  {
    name: "map-key-with-dots",
    ignore: ['labels["x.y/z"]'],
    config: { labels: { "x.y/z": "9" } },
    state: { labels: { "x.y/z": "1" } },
  },
  {
    name: "map-two-keys",
    ignore: ['labels["a"]', 'labels["b"]'],
    config: { labels: { a: "9", b: "9", c: "9" } },
    state: LABELS,
  },
  {
    name: "map-and-key",
    ignore: ["labels", 'labels["a"]'],
    config: { labels: { a: "9", c: "3" } },
    state: LABELS,
  },
  {
    name: "map-attribute-syntax",
    ignore: ["labels.a"],
    config: { labels: { a: "9", b: "9" } },
    state: LABELS,
  },
  {
    name: "map-unknown",
    ignore: ['labels["a"]'],
    config: { labels: "${terraform_data.later.output}" },
    state: LABELS,
  },
  {
    name: "map-key-beside-unknown",
    ignore: ['labels["a"]'],
    config: { labels: { a: "9", b: "${terraform_data.later.output}" } },
    state: LABELS,
  },
  {
    name: "map-whole-unknown-element",
    ignore: ["labels"],
    config: { labels: { a: "${terraform_data.later.output}" } },
    state: LABELS,
  },
  {
    name: "tags-key",
    ignore: ['tags["a"]'],
    config: { tags: { a: "9", b: "2" } },
    state: { tags: { a: "1" }, tags_all: { a: "1" } },
  },
  {
    name: "tags",
    ignore: ["tags"],
    config: { tags: { a: "9" } },
    state: { tags: { a: "1" }, tags_all: { a: "1" } },
  },
];

const everything: readonly IgnoreCase[] = [
  {
    name: "all",
    ignore: "all",
    config: { labels: { a: "9" }, disk_size: 50, scaling_config: SCALING },
    state: LABELS,
  },
  { name: "all-tainted", ignore: "all", config: { labels: { a: "9" } }, entry: { tainted: true } },
  { name: "all-new", ignore: "all", config: { labels: { a: "9" } }, isNew: true },
  { name: "all-unknown", ignore: "all", config: { version: "${terraform_data.later.output}" } },
  {
    name: "new",
    ignore: ["labels", "scaling_config[0].desired_size"],
    config: { labels: { a: "9" } },
    isNew: true,
  },
  {
    name: "tainted",
    ignore: ["scaling_config[0].desired_size"],
    config: { scaling_config: SCALING },
    entry: { tainted: true },
  },
  {
    name: "replaced",
    ignore: ["scaling_config[0].desired_size", "labels"],
    config: { scaling_config: SCALING, labels: { a: "9" }, disk_size: 50 },
    state: LABELS,
  },
  {
    name: "replaced-first-created",
    ignore: ["labels"],
    config: { labels: { a: "9" }, disk_size: 50 },
    state: LABELS,
  },
];

const EFFECTS = [...attributes, ...blocks, ...maps, ...everything];

/** Each of them an error of the schema, or of the provider's type. */
const REFUSED: readonly string[] = [
  "nothing",
  "nothing.more",
  "taint[0].key",
  "taint[0]",
  "scaling_config.desired_size",
  "scaling_config[0].nothing",
  "labels[0]",
  "version.more",
  "version[0]",
  "subnet_ids[0]",
  'subnet_ids["subnet-a"]',
  "instance_types.first",
  "instance_types[0].more",
  'instance_types["x"]',
  "timeouts.nothing",
  "timeouts[0]",
  "resources[0].autoscaling_groups[0].nothing",
  "resources.nothing",
  "count",
  "for_each",
  "provider",
  "lifecycle",
  "depends_on",
];

/** Each refused while the configuration is read, before anything else. */
const UNREADABLE: readonly JsonValue[] = [
  ["*"],
  ["all"],
  ["labels[var.x]"],
  ["labels[*]"],
  ["self.labels"],
  ["scaling_config.0.desired_size"],
  ["1"],
];

export const ignoreChanges: readonly Scenario[] = [
  {
    name: "ignore-changes-effects",
    configuration: {
      resource: {
        aws_eks_node_group: Object.fromEntries(
          EFFECTS.map(({ name, ignore, config }) => [
            name,
            { ...groupOf("alpha"), ...config, lifecycle: [{ ignore_changes: ignore }] },
          ]),
        ),
        ...LATER,
      },
    },
    state: EFFECTS.flatMap(({ name, state, entry, isNew }) =>
      isNew
        ? []
        : [
            {
              address: `aws_eks_node_group.${name}`,
              object: "demo:alpha",
              ...(state === undefined ? {} : { otherwise: state }),
              ...entry,
            },
          ],
    ),
    how: { refresh: false },
  },
  {
    name: "ignore-changes-default-tags",
    provider: { default_tags: [{ tags: { a: "by default", d: "1" } }] },
    configuration: {
      resource: {
        aws_eks_node_group: {
          key: groupOf("alpha", { tags: { a: "9" }, lifecycle: [{ ignore_changes: ['tags["a"]'] }] }),
          whole: groupOf("alpha", { tags: { a: "9" }, lifecycle: [{ ignore_changes: ["tags"] }] }),
          both: groupOf("alpha", { tags: { a: "9" }, lifecycle: [{ ignore_changes: ["tags", "tags_all"] }] }),
          computed: groupOf("alpha", { tags: { a: "9" }, lifecycle: [{ ignore_changes: ["tags_all"] }] }),
        },
      },
    },
    state: ["key", "whole", "both", "computed"].map((name) => ({
      address: `aws_eks_node_group.${name}`,
      object: "demo:alpha",
      otherwise: { tags: { a: "1" }, tags_all: { a: "1" } },
    })),
    how: { refresh: false },
  },
  {
    name: "ignore-changes-live",
    configuration: {
      resource: {
        aws_eks_node_group: {
          a: groupOf("alpha", {
            labels: { own: "1" },
            lifecycle: [{ ignore_changes: ["scaling_config[0].desired_size", 'labels["theirs"]'] }],
          }),
        },
      },
    },
    state: [{ address: "aws_eks_node_group.a", object: "demo:alpha", otherwise: { labels: { own: "1" } } }],
    drift: (world) =>
      void world.sandbox.world.tables.nodegroups.update("123456789012/us-east-1/demo/alpha", (row) => ({
        ...row,
        scaling: { minSize: 1, maxSize: 3, desiredSize: 3 },
        labels: { own: "1", theirs: "x" },
      })),
  },
  {
    name: "ignore-changes-refused",
    configuration: {
      resource: {
        aws_eks_node_group: Object.fromEntries(
          REFUSED.map((path, index) => [
            `r${index}`,
            { ...groupOf("alpha"), lifecycle: [{ ignore_changes: [path] }] },
          ]),
        ),
      },
    },
  },
  ...UNREADABLE.map(
    (paths, index): Scenario => ({
      name: `ignore-changes-unreadable-${index}`,
      configuration: {
        variable: { x: { default: "x" } },
        resource: {
          aws_eks_node_group: { a: { ...groupOf("alpha"), lifecycle: [{ ignore_changes: paths }] } },
        },
      },
    }),
  ),
];
