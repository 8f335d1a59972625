import type { JsonObject, JsonValue } from "../../modules/state/index.js";
import { priorOf } from "./arbitrary-case.js";
import type { Draw } from "./draw.js";
import { resourceSchema } from "./resource-schema.js";

type Mutable = { [name: string]: JsonValue };

/** A part of a root module: two or more resources that refer to one another, and what the state holds of them. */
export interface StackPart {
  readonly resource: { readonly [type: string]: { readonly [name: string]: JsonObject } };
  readonly data: { readonly [type: string]: { readonly [name: string]: JsonObject } };
  readonly locals: JsonObject;
  readonly outputs: JsonObject;
  readonly moved: readonly JsonObject[];
  readonly removed: readonly JsonObject[];
  readonly state: readonly JsonObject[];
  readonly stateOutputs: JsonObject;
}

type Repetition = "none" | "count" | "for_each";
const KEYS = ["a", "b", "c"];

/** One launch template and one node group that uses it, in a random relation to a random state. */
export function randomPart(index: number, draw: Draw): StackPart {
  const lt = `p${index}_lt`;
  const ng = `p${index}_ng`;
  const repetition = draw.pick<Repetition>(["none", "none", "count", "for_each"]);
  const stateRepetition = draw.chance(8) ? repetition : draw.pick<Repetition>(["none", "count", "for_each"]);
  const ref = (attribute: string): string => `aws_launch_template.${lt}${indexOf(repetition)}.${attribute}`;
  const known = { id: `lt-p${index}`, name: `lt-name-${index}`, latest_version: 3, default_version: 2 };

  // The state tells how an object is to be replaced, and mostly as the configuration does: where the two are at
  // odds, Terraform often finds no order at all and reports a cycle.
  const createFirst = draw.chance(4) ? draw.chance(7) : undefined;

  const template = templateSettings(index, draw);
  const group = groupSettings(index, draw, ref);
  const changedTemplate = draw.chance(5) ? change(template, draw, TEMPLATE_CHANGES) : template;
  const changedGroup = draw.chance(5) ? change(group, draw, GROUP_CHANGES) : group;

  const state: JsonObject[] = [];
  const stateName = { lt, ng };
  const moved: JsonObject[] = [];
  const removed: JsonObject[] = [];
  if (draw.chance(1)) {
    stateName.ng = `${ng}_old`;
    moved.push({ from: `aws_eks_node_group.${stateName.ng}`, to: `aws_eks_node_group.${ng}` });
  }
  const inState = draw.chance(8);
  const templateKeys = keysOf(stateRepetition, draw);
  if (inState) {
    const resolve = (key: string | number | null): JsonObject => resolved(template, { ...known, key, index });
    state.push(
      entry("aws_launch_template", stateName.lt, templateKeys, draw, createFirst === true, [], (key) => ({
        ...priorOf(resourceSchema("aws_launch_template").block, resolve(key), zeros(draw), true),
        ...known,
        arn: "arn:aws:ec2:us-east-1:123456789012:launch-template/x",
        name_prefix: "",
      })),
    );
    if (draw.chance(8))
      state.push(
        entry(
          "aws_eks_node_group",
          stateName.ng,
          templateKeys,
          draw,
          createFirst === true,
          [`aws_launch_template.${lt}`],
          (key) => {
            const settings = resolved(group, { ...known, key, index });
            const prior: Mutable = {
              ...priorOf(resourceSchema("aws_eks_node_group").block, settings, zeros(draw), true),
              id: `cluster:ng-${index}`,
              arn: `arn:aws:eks:us-east-1:123456789012:nodegroup/c/n/${index}`,
            };
            if (Array.isArray(prior.launch_template))
              prior.launch_template = prior.launch_template.map((block) => ({
                ...(block as JsonObject),
                id: known.id,
                name: known.name,
              }));
            return prior;
          },
        ),
      );
  }
  if (draw.chance(2)) {
    const orphan = `p${index}_gone`;
    state.push(
      entry("aws_launch_template", orphan, [null], draw, false, [], () => ({
        ...priorOf(resourceSchema("aws_launch_template").block, { image_id: "ami-1" }, zeros(draw), true),
        id: `lt-gone-${index}`,
      })),
    );
    if (draw.chance(4))
      removed.push({ from: `aws_launch_template.${orphan}`, lifecycle: [{ destroy: draw.chance(5) }] });
  }

  const withTemplate = draw.chance(9);
  const resource: { [type: string]: { [name: string]: JsonObject } } = {};
  if (withTemplate) {
    resource.aws_launch_template = {
      [lt]: {
        ...changedTemplate,
        ...repeated(repetition, draw),
        ...lifecycle(draw, TEMPLATE_IGNORABLE, [], createFirst),
      },
    };
    resource.aws_eks_node_group = {
      [ng]: {
        ...changedGroup,
        ...repeated(repetition, draw, templateCount(resource.aws_launch_template[lt])),
        ...lifecycle(
          draw,
          GROUP_IGNORABLE,
          [
            `aws_launch_template.${lt}`,
            `aws_launch_template.${lt}${indexOf(repetition)}.latest_version`,
            `aws_launch_template.${lt}${indexOf(repetition)}.tags`,
            `aws_launch_template.${lt}${indexOf(repetition)}.id`,
          ],
          createFirst,
        ),
      },
    };
  }
  const outputs: Mutable = {};
  const stateOutputs: Mutable = {};
  if (withTemplate && draw.chance(4)) {
    const splat = repetition === "none" ? "" : repetition === "count" ? "[*]" : "";
    const value = draw.pick([
      `\${aws_launch_template.${lt}${splat}${repetition === "for_each" ? "" : ".latest_version"}}`,
      `\${aws_eks_node_group.${ng}}`,
      "constant",
      `\${local.p${index}_labels}`,
    ]);
    outputs[`p${index}_out`] = { value, sensitive: true };
    if (draw.chance(5))
      stateOutputs[`p${index}_out`] = { value: "constant", type: "string", sensitive: draw.chance(5) };
  }
  const data: { [type: string]: { [name: string]: JsonObject } } = {};
  if (withTemplate && draw.chance(2))
    data.aws_region = {
      [`p${index}_region`]: draw.chance(5)
        ? { depends_on: [`aws_launch_template.${lt}`] }
        : { name: draw.pick(["us-east-1", "${terraform_data.later.output}"]) },
    };
  return {
    resource,
    data,
    locals: {
      [`p${index}_labels`]: {
        team: "a",
        lt: withTemplate && repetition === "none" ? `\${${ref("name")}}` : "x",
      },
    },
    outputs,
    moved,
    removed,
    state,
    stateOutputs,
  };
}

function templateCount(template: JsonObject | undefined): JsonValue | undefined {
  return template?.count ?? template?.for_each;
}

function indexOf(repetition: Repetition): string {
  if (repetition === "count") return "[count.index]";
  return repetition === "for_each" ? "[each.key]" : "";
}

function repeated(repetition: Repetition, draw: Draw, same?: JsonValue): JsonObject {
  if (repetition === "count") return { count: same ?? draw.pick([0, 1, 2, 3, 2]) };
  if (repetition === "for_each")
    return {
      for_each: same ?? draw.pick(['${toset(["a", "b"])}', '${toset(["a"])}', "${{ a = 1, c = 2 }}"]),
    };
  return {};
}

function keysOf(repetition: Repetition, draw: Draw): readonly (string | number | null)[] {
  if (repetition === "count") return draw.pick([[0], [0, 1], [0, 1, 2]]);
  return repetition === "for_each" ? draw.pick([["a"], ["a", "b"], KEYS]) : [null];
}

function zeros(draw: Draw): () => "zero" | "null" {
  const rate = draw.pick([0, 5, 10]);
  return () => (draw.chance(rate) ? "zero" : "null");
}

function entry(
  type: string,
  name: string,
  keys: readonly (string | number | null)[],
  draw: Draw,
  createFirst: boolean,
  dependencies: readonly string[],
  attributes: (key: string | number | null) => JsonObject,
): JsonObject {
  const instances = keys.flatMap((key) => {
    const instance = {
      ...(key === null ? {} : { index_key: key }),
      ...(draw.chance(1) && draw.chance(5) ? { status: "tainted" } : {}),
      schema_version: 0,
      attributes: attributes(key),
      sensitive_attributes: [],
      ...(dependencies.length === 0 ? {} : { dependencies }),
      ...(createFirst ? { create_before_destroy: true } : {}),
    };
    const deposed = draw.chance(1) && draw.chance(3) ? [{ ...instance, deposed: "00ab12cd" }] : [];
    return [instance, ...deposed];
  });
  const [first] = keys;
  return {
    mode: "managed",
    type,
    name,
    ...(first === null || first === undefined ? {} : { each: typeof first === "number" ? "list" : "map" }),
    provider: 'provider["registry.terraform.io/hashicorp/aws"]',
    instances,
  };
}

function templateSettings(index: number, draw: Draw): JsonObject {
  return {
    ...(draw.chance(5) ? { name: `lt-name-${index}` } : {}),
    image_id: draw.pick(["ami-1", "${var.ami}", "ami-2"]),
    ...(draw.chance(4) ? { instance_type: draw.pick(["m5.large", "${var.size}"]) } : {}),
    ...(draw.chance(4) ? { update_default_version: draw.chance(5) } : {}),
    ...(draw.chance(5)
      ? {
          tags: draw.pick<JsonValue>([
            { Name: "x" },
            { Name: "${var.secret}" },
            { Team: '${upper("a")}', Empty: "" },
            "${var.tags}",
          ]),
        }
      : {}),
    ...(draw.chance(4) ? { user_data: draw.pick(['${base64encode("x")}', "${var.secret}", "plain"]) } : {}),
    ...(draw.chance(4)
      ? {
          block_device_mappings: [
            { device_name: "/dev/xvda", ebs: [{ volume_size: 20, volume_type: "gp3" }] },
          ],
        }
      : {}),
    ...(draw.chance(3)
      ? { metadata_options: [{ http_tokens: "required", http_put_response_hop_limit: 2 }] }
      : {}),
    ...(draw.chance(3)
      ? { tag_specifications: [{ resource_type: "instance", tags: { Name: "${var.size}" } }] }
      : {}),
    ...(draw.chance(2)
      ? {
          dynamic: {
            tag_specifications: {
              for_each: draw.pick<JsonValue>([["volume"], "${var.subnets}", []]),
              content: { resource_type: "volume", tags: { Name: "${tag_specifications.value}" } },
            },
          },
        }
      : {}),
    ...(draw.chance(3) ? { vpc_security_group_ids: draw.pick<JsonValue>([["sg-1"], ["sg-2", "sg-1"]]) } : {}),
  };
}

function groupSettings(index: number, draw: Draw, ref: (attribute: string) => string): JsonObject {
  return {
    cluster_name: draw.pick(["cluster", "${var.cluster}"]),
    ...(draw.chance(6)
      ? { node_group_name: `ng-${index}` }
      : draw.chance(5)
        ? { node_group_name_prefix: "ng-" }
        : {}),
    node_role_arn: "arn:aws:iam::123456789012:role/node",
    subnet_ids: draw.pick<JsonValue>([["subnet-1"], "${var.subnets}", "${[for s in var.subnets : s]}"]),
    scaling_config: [{ desired_size: 1, max_size: draw.pick<JsonValue>([3, "${var.max}"]), min_size: 1 }],
    launch_template: [
      {
        ...(draw.chance(7) ? { id: `\${${ref("id")}}` } : { name: `\${${ref("name")}}` }),
        version: draw.pick([
          `\${${ref("latest_version")}}`,
          `\${tostring(${ref("latest_version")})}`,
          `\${${ref("default_version")}}`,
          "$Latest",
        ]),
      },
    ],
    ...(draw.chance(5)
      ? {
          labels: draw.pick<JsonValue>([
            { a: "1" },
            { lt: `\${${ref("id")}}` },
            `\${local.p${index}_labels}`,
            "${var.tags}",
            { v: `v\${${ref("latest_version")}}` },
          ]),
        }
      : {}),
    ...(draw.chance(4)
      ? { tags: draw.pick<JsonValue>([{ A: "1" }, { A: "${var.secret}" }, { A: `\${${ref("name")}}` }]) }
      : {}),
    ...(draw.chance(2) ? { version: draw.pick(["1.31", "${var.version}"]) } : {}),
    ...(draw.chance(2) ? { update_config: [{ max_unavailable: 1 }] } : {}),
    ...(draw.chance(2) ? { taint: [{ key: "k", value: "v", effect: "NO_SCHEDULE" }] } : {}),
    ...(draw.chance(2) ? { capacity_type: '${var.spot ? "SPOT" : "ON_DEMAND"}' } : {}),
  };
}

type Change = readonly [string, JsonValue | undefined];
const TEMPLATE_CHANGES: readonly Change[] = [
  ["image_id", "ami-9"],
  ["description", "new"],
  ["tags", { Name: "y" }],
  ["tags", undefined],
  ["name", "lt-other"],
  ["update_default_version", true],
  ["maintenance_options", [{ auto_recovery: "disabled" }]],
  ["block_device_mappings", [{ device_name: "/dev/xvda", ebs: [{ volume_size: 30 }] }]],
  ["user_data", "${terraform_data.later.output}"],
];
const GROUP_CHANGES: readonly Change[] = [
  ["labels", { a: "2" }],
  ["labels", undefined],
  ["instance_types", ["m5.large"]],
  ["scaling_config", [{ desired_size: 2, max_size: 4, min_size: 2 }]],
  ["version", "1.32"],
  ["tags", { B: "2" }],
  ["node_role_arn", "${terraform_data.later.output}"],
  ["subnet_ids", ["subnet-9"]],
  ["launch_template", []],
  ["timeouts", { create: "5m" }],
  ["force_update_version", true],
];

function change(settings: JsonObject, draw: Draw, changes: readonly Change[]): JsonObject {
  const result: Mutable = { ...settings };
  for (let times = draw.pick([1, 1, 2]); times > 0; times--) {
    const [name, value] = draw.pick(changes);
    if (value === undefined) delete result[name];
    else result[name] = value;
  }
  if ("name" in result && "name_prefix" in result) delete result.name_prefix;
  return result;
}

const TEMPLATE_IGNORABLE = [
  "tags",
  'tags["Name"]',
  "image_id",
  "latest_version",
  "user_data",
  "tag_specifications",
];
const GROUP_IGNORABLE = [
  "scaling_config[0].desired_size",
  "labels",
  'labels["a"]',
  "launch_template[0].version",
  "tags",
  "subnet_ids",
  "version",
];

function lifecycle(
  draw: Draw,
  ignorable: readonly string[],
  triggers: readonly string[],
  createFirst: boolean | undefined,
): JsonObject {
  const settings: Mutable = {};
  if (draw.chance(3)) settings.ignore_changes = draw.chance(1) ? "all" : draw.some(ignorable, 3);
  if (createFirst !== undefined) settings.create_before_destroy = createFirst;
  if (triggers.length > 0 && draw.chance(2)) settings.replace_triggered_by = [draw.pick(triggers)];
  if (draw.chance(1))
    settings.postcondition = [{ condition: '${self.id != ""}', error_message: "An id is never empty." }];
  return Object.keys(settings).length === 0 ? {} : { lifecycle: [settings] };
}

const VARIABLES: JsonObject = {
  ami: "ami-1",
  size: "m5.large",
  secret: "hidden",
  cluster: "cluster",
  version: "1.31",
  max: 3,
  spot: false,
};

/** Settings with every expression replaced by what it would yield, for the state. */
function resolved(
  settings: JsonObject,
  known: { readonly [name: string]: JsonValue; readonly key: string | number | null },
): JsonObject {
  const value = (json: JsonValue, name: string): JsonValue => {
    if (typeof json === "string") return resolvedText(json, name, known);
    if (Array.isArray(json)) return json.map((element: JsonValue) => value(element, name));
    if (json === null || typeof json !== "object") return json;
    return Object.fromEntries(Object.entries(json).map(([key, inner]) => [key, value(inner, key)]));
  };
  const result = Object.fromEntries(
    Object.entries(settings)
      .filter(([name]) => name !== "dynamic")
      .map(([name, json]) => [name, value(json, name)]),
  );
  return result;
}

function resolvedText(text: string, name: string, known: { readonly [name: string]: JsonValue }): JsonValue {
  if (!text.includes("${")) return text;
  const variable = /^\$\{var\.(\w+)\}$/.exec(text)?.[1];
  if (variable === "subnets" || text.includes("for s in")) return ["subnet-1", "subnet-2"];
  if (variable === "tags") return { a: "1", b: "2" };
  if (variable !== undefined) return VARIABLES[variable] ?? null;
  if (text.includes("local.")) return { team: "a", lt: "x" };
  const attribute = /\.(id|name|latest_version|default_version)\)?\}/.exec(text)?.[1];
  if (attribute !== undefined) {
    const inner = String(known[attribute]);
    return text.startsWith("v") ? `v${inner}` : inner;
  }
  if (text.includes("upper")) return "A";
  if (text.includes("base64encode")) return "eA==";
  return name === "capacity_type" ? "ON_DEMAND" : "later";
}

/** The root module and state of many parts; `how` is what holds for all of them. */
export function stackOfParts(
  parts: readonly StackPart[],
  how: { readonly defaultTags: JsonObject | null; readonly ignoreTags: JsonObject | null },
): { readonly configuration: JsonObject; readonly state: JsonObject } {
  const resource: { [type: string]: { [name: string]: JsonValue } } = {
    terraform_data: { later: { input: "later" } },
  };
  const data: { [type: string]: { [name: string]: JsonValue } } = {};
  for (const part of parts) {
    for (const [type, named] of Object.entries(part.resource))
      resource[type] = { ...resource[type], ...named };
    for (const [type, named] of Object.entries(part.data)) data[type] = { ...data[type], ...named };
  }
  const configuration: JsonObject = {
    terraform: { required_providers: { aws: { source: "hashicorp/aws", version: "5.100.0" } } },
    provider: {
      aws: [
        {
          region: "us-east-1",
          access_key: "a",
          secret_key: "b",
          skip_credentials_validation: true,
          skip_metadata_api_check: true,
          skip_requesting_account_id: true,
          ...(how.defaultTags === null ? {} : { default_tags: [{ tags: how.defaultTags }] }),
          ...(how.ignoreTags === null ? {} : { ignore_tags: [how.ignoreTags] }),
        },
      ],
    },
    variable: {
      ami: { default: "ami-1" },
      size: { default: "m5.large", type: "string" },
      secret: { default: "hidden", sensitive: true },
      cluster: { default: "cluster" },
      version_: { default: "1.31" },
      max: { default: 3, type: "number" },
      spot: { default: false },
      subnets: { default: ["subnet-1", "subnet-2"], type: "list(string)" },
      tags: { default: { a: "1", b: "2" }, type: "map(string)" },
    },
    resource,
    ...(Object.keys(data).length === 0 ? {} : { data }),
    locals: Object.assign({}, ...parts.map((part) => part.locals)) as JsonObject,
    output: Object.assign({}, ...parts.map((part) => part.outputs)) as JsonObject,
    moved: parts.flatMap((part) => part.moved),
    removed: parts.flatMap((part) => part.removed),
  };
  return {
    configuration: JSON.parse(
      JSON.stringify(configuration).replaceAll("var.version}", "var.version_}"),
    ) as JsonObject,
    state: {
      version: 4,
      terraform_version: "1.11.4",
      serial: 1,
      lineage: "5f0e1c70-7b6b-4b1a-8c3e-3f4a7c1f9d11",
      outputs: Object.assign({}, ...parts.map((part) => part.stateOutputs)) as JsonObject,
      resources: parts.flatMap((part) => part.state),
      check_results: null,
    },
  };
}
