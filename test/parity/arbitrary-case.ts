import fc from "fast-check";
import type { AttributeSchema, BlockSchema } from "../../modules/provider/schema.js";
import type { JsonObject, JsonValue } from "../../modules/state/index.js";
import { type ParityCase, UNKNOWN_EXPRESSION } from "./parity-case.js";
import { resourceSchema } from "./resource-schema.js";

type Mutable = { [name: string]: JsonValue };

/** Values worth trying, by attribute name; anything else is drawn by type. */
const POOLS: { readonly [name: string]: readonly JsonValue[] } = {
  ami_type: ["AL2023_x86_64_STANDARD", "BOTTLEROCKET_x86_64", "CUSTOM"],
  capacity_type: ["ON_DEMAND", "SPOT"],
  cluster_name: ["prod-1", "prod-2"],
  node_group_name: ["ng-a", "ng-b"],
  node_group_name_prefix: ["ng-", "pool-"],
  node_role_arn: ["arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:role/b"],
  subnet_ids: [["subnet-1"], ["subnet-1", "subnet-2"], ["subnet-2", "subnet-1"]],
  instance_types: [["m5.large"], ["m5.large", "m6i.large"], ["m6i.large", "m5.large"], []],
  version: ["1.31", "1.32"],
  effect: ["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"],
  key: ["a", "b", "c"],
  max_unavailable: [1, 2, 5],
  max_unavailable_percentage: [33, 50],
  min_size: [0, 1, 2],
  desired_size: [0, 1, 3],
  max_size: [1, 3, 5],
  disk_size: [0, 20, 50],
  name_prefix: ["lt-a-", "lt-b-"],
  name: ["lt-one", "lt-two"],
  id: ["lt-0123456789abcdef0", "lt-0fedcba9876543210"],
  default_version: [1, 2],
  instance_initiated_shutdown_behavior: ["stop", "terminate"],
  ebs_optimized: ["true", "false", ""],
  delete_on_termination: ["true", "false", ""],
  encrypted: ["true", "false", ""],
  associate_carrier_ip_address: ["true", "false", ""],
  associate_public_ip_address: ["true", "false", ""],
  primary_ipv6: ["true", "false", ""],
  throughput: [125, 250],
  volume_initialization_rate: [100, 200],
  volume_type: ["gp3", "gp2", "io2"],
  kms_key_id: ["arn:aws:kms:us-east-1:123456789012:key/a", "arn:aws:kms:us-east-1:123456789012:key/b"],
  capacity_reservation_resource_group_arn: ["arn:aws:resource-groups:us-east-1:123456789012:group/g"],
  host_resource_group_arn: ["arn:aws:resource-groups:us-east-1:123456789012:group/h"],
  arn: ["arn:aws:iam::123456789012:instance-profile/p", "arn:aws:iam::123456789012:instance-profile/q"],
  license_configuration_arn: [
    "arn:aws:license-manager:us-east-1:123456789012:license-configuration:a",
    "arn:aws:license-manager:us-east-1:123456789012:license-configuration:b",
  ],
  capacity_reservation_preference: ["open", "none"],
  amd_sev_snp: ["enabled", "disabled"],
  cpu_credits: ["standard", "unlimited"],
  market_type: ["spot"],
  block_duration_minutes: [60, 120],
  instance_interruption_behavior: ["hibernate", "stop", "terminate"],
  spot_instance_type: ["one-time", "persistent"],
  valid_until: ["2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z"],
  accelerator_manufacturers: [["nvidia"], ["amd", "nvidia"], []],
  accelerator_names: [["a100"], ["t4"]],
  accelerator_types: [["gpu"], ["fpga"]],
  allowed_instance_types: [["m5.*"], ["m5.*", "c5.*"]],
  excluded_instance_types: [["t2.*"], []],
  bare_metal: ["included", "excluded"],
  burstable_performance: ["included", "excluded"],
  cpu_manufacturers: [["intel"], ["amd", "intel"]],
  instance_generations: [["current"], ["previous"]],
  local_storage: ["included", "excluded"],
  local_storage_types: [["hdd"], ["ssd"]],
  auto_recovery: ["default", "disabled"],
  http_endpoint: ["enabled", "disabled"],
  http_protocol_ipv6: ["enabled", "disabled"],
  http_put_response_hop_limit: [1, 2],
  http_tokens: ["required", "optional"],
  instance_metadata_tags: ["enabled", "disabled"],
  interface_type: ["efa", "interface"],
  ipv4_addresses: [["10.0.0.1"], ["10.0.0.2", "10.0.0.1"], []],
  ipv4_prefixes: [["10.0.0.0/28"], ["10.0.1.0/28"]],
  ipv6_addresses: [["2001:db8::1"]],
  ipv6_prefixes: [["2001:db8::/80"]],
  private_ip_address: ["10.0.0.7", "10.0.0.8"],
  tcp_established_timeout: [60, 600],
  udp_stream_timeout: [60, 180],
  udp_timeout: [30, 60],
  tenancy: ["default", "dedicated"],
  hostname_type: ["ip-name", "resource-name"],
  resource_type: ["instance", "volume", "network-interface"],
  create: ["30m", "90m"],
  update: ["30m"],
  delete: ["15m"],
  min: [1, 2],
  max: [2, 8],
};
const MAPS: readonly JsonObject[] = [
  {},
  { a: "1" },
  { a: "2" },
  { a: "1", "x.y/z": "2" },
  { b: "" },
  { a: "1", b: "3" },
];

const text = fc.constantFrom("", "x", "y");
const number = fc.constantFrom(0, 1, 2, 7);

function attributeValue(name: string, attribute: AttributeSchema): fc.Arbitrary<JsonValue> {
  const pool = POOLS[name];
  if (pool !== undefined) return fc.constantFrom(...pool);
  const { type } = attribute;
  if (type === "string") return text;
  if (type === "number") return number;
  if (type === "bool") return fc.boolean();
  if (Array.isArray(type) && type[0] === "map") return fc.constantFrom(...MAPS);
  return fc.constantFrom<JsonValue>([], ["x"], ["x", "y"], ["y", "x"]);
}

/** Settings of a block: what may be written, without what conflicts or is not settable. */
function blockConfig(block: BlockSchema, path: string, density: number): fc.Arbitrary<JsonObject> {
  const members: { [name: string]: fc.Arbitrary<JsonValue | undefined> } = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    if (!attribute.required && !attribute.optional) continue;
    if (path === "" && (name === "id" || name === "tags_all")) continue;
    const value = attributeValue(name, attribute);
    members[name] = attribute.required
      ? value
      : fc.oneof(
          { weight: 10 - density, arbitrary: fc.constant(undefined) },
          { weight: density, arbitrary: value },
        );
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const inner = blockConfig(nested.block, `${path}${name}.`, Math.min(density + 2, 8));
    if (nested.nesting === "single") {
      members[name] = fc.option(inner, { nil: undefined, freq: 5 });
      continue;
    }
    const minimum = nested.minItems ?? 0;
    const maximum = Math.min(nested.maxItems ?? 3, 3);
    const list = fc.array(inner, { minLength: minimum, maxLength: maximum });
    members[name] =
      minimum > 0
        ? list
        : fc.oneof(
            { weight: 10 - density, arbitrary: fc.constant(undefined) },
            { weight: density, arbitrary: list },
          );
  }
  return fc.record(members).map((record) => {
    const result: Mutable = {};
    for (const [name, value] of Object.entries(record)) if (value !== undefined) result[name] = value;
    return result;
  });
}

/** Makes drawn settings acceptable to the provider's validation. */
function legalize(type: ParityCase["type"], drawn: JsonObject): JsonObject {
  const config = structuredClone(drawn) as Mutable;
  const either = (object: Mutable, first: string, second: string): void => {
    if (first in object && second in object) delete object[second];
  };
  const blocks = (name: string): Mutable[] =>
    Array.isArray(config[name]) ? (config[name] as Mutable[]) : [];
  if (type === "aws_eks_node_group") {
    either(config, "node_group_name", "node_group_name_prefix");
    for (const update of blocks("update_config")) {
      either(update, "max_unavailable", "max_unavailable_percentage");
      if (!("max_unavailable" in update)) update.max_unavailable_percentage ??= 50;
    }
    for (const template of blocks("launch_template")) either(template, "id", "name");
    return config;
  }
  either(config, "name", "name_prefix");
  either(config, "default_version", "update_default_version");
  either(config, "instance_requirements", "instance_type");
  either(config, "vpc_security_group_ids", "security_group_names");
  for (const profile of blocks("iam_instance_profile")) either(profile, "arn", "name");
  for (const placement of blocks("placement")) either(placement, "host_id", "host_resource_group_arn");
  for (const reservation of blocks("capacity_reservation_specification"))
    for (const target of (reservation.capacity_reservation_target as Mutable[] | undefined) ?? [])
      either(target, "capacity_reservation_id", "capacity_reservation_resource_group_arn");
  for (const requirements of blocks("instance_requirements")) {
    either(requirements, "allowed_instance_types", "excluded_instance_types");
    either(
      requirements,
      "spot_max_price_percentage_over_lowest_price",
      "max_spot_price_as_percentage_of_optimal_on_demand_price",
    );
    for (const name of Object.keys(requirements))
      if (name.includes("price") && requirements[name] === 0) requirements[name] = 1;
  }
  return config;
}

/** A prior object that could stand in a state after these settings were applied and read back. */
export function priorOf(
  schema: BlockSchema,
  config: JsonObject,
  fill: (name: string, kind: "attribute" | "block") => "zero" | "null",
  top: boolean,
): JsonObject {
  const prior: Mutable = {};
  for (const [name, attribute] of Object.entries(schema.attributes)) {
    const configured = config[name];
    if (configured !== undefined) {
      prior[name] = configured;
      continue;
    }
    const zero = fill(name, "attribute") === "zero";
    prior[name] = zero ? zeroOf(attribute) : null;
    if (top && attribute.computed) prior[name] = computedValue(name, attribute, config);
  }
  for (const [name, nested] of Object.entries(schema.blocks)) {
    const configured = config[name];
    if (nested.nesting === "single") {
      prior[name] =
        configured === undefined
          ? null
          : { create: null, update: null, delete: null, ...(configured as JsonObject) };
      continue;
    }
    const elements = Array.isArray(configured) ? configured : [];
    prior[name] = elements.map((element: JsonValue) =>
      priorOf(nested.block, element as JsonObject, fill, false),
    );
    if (top && nested.computed && elements.length === 0 && fill(name, "block") === "zero")
      prior[name] = [
        priorOf(nested.block, name === "update_config" ? { max_unavailable: 1 } : {}, () => "zero", false),
      ];
  }
  return prior;
}

function zeroOf(attribute: AttributeSchema): JsonValue {
  const { type } = attribute;
  if (type === "string") return "";
  if (type === "number") return 0;
  if (type === "bool") return false;
  return Array.isArray(type) && type[0] === "map" ? {} : [];
}

function computedValue(name: string, attribute: AttributeSchema, config: JsonObject): JsonValue {
  if (name === "tags_all") return config.tags ?? {};
  if (name === "resources")
    return [{ autoscaling_groups: [{ name: "asg" }], remote_access_security_group_id: "" }];
  if (name === "id") return "prod-1:the-id";
  if (name === "latest_version" || name === "default_version") return 3;
  const pool = POOLS[name];
  if (pool !== undefined) return pool[0] ?? null;
  if (attribute.type === "string") return name.endsWith("prefix") ? "" : `known-${name}`;
  return zeroOf(attribute);
}

const IGNORABLE: { readonly [type: string]: readonly string[] } = {
  aws_eks_node_group: [
    "scaling_config[0].desired_size",
    "scaling_config",
    "labels",
    'labels["a"]',
    'tags["b"]',
    "tags",
    "tags_all",
    "taint",
    "version",
    "release_version",
    "launch_template[0].version",
    "launch_template",
    "instance_types",
    "instance_types[0]",
    "subnet_ids",
    "update_config",
    "update_config[0].max_unavailable",
    "remote_access",
    "disk_size",
    "node_group_name_prefix",
    "cluster_name",
  ],
  aws_launch_template: [
    "latest_version",
    "default_version",
    "tags",
    'tags["a"]',
    "image_id",
    "block_device_mappings",
    "block_device_mappings[0].ebs",
    "block_device_mappings[0].ebs[0].volume_size",
    "metadata_options",
    "metadata_options[0].http_tokens",
    "tag_specifications[0].tags",
    'tag_specifications[0].tags["a"]',
    "name_prefix",
    "user_data",
    "network_interfaces[0].security_groups",
    "vpc_security_group_ids",
  ],
};

/** Replaces some leaf of the settings by an expression that is not known yet. */
function withUnknown(config: JsonObject, choice: number): JsonObject {
  const places: (readonly (string | number)[])[] = [];
  const visit = (value: JsonValue, path: readonly (string | number)[]): void => {
    if (value !== null && typeof value === "object" && !Array.isArray(value))
      for (const [name, inner] of Object.entries(value)) visit(inner, [...path, name]);
    else if (Array.isArray(value))
      for (const [index, inner] of value.entries()) visit(inner, [...path, index]);
    else if (path[0] !== "timeouts") places.push(path);
  };
  visit(config, []);
  const place = places[choice % Math.max(places.length, 1)];
  if (place === undefined) return config;
  const copy = structuredClone(config) as Mutable;
  let at: unknown = copy;
  for (const step of place.slice(0, -1)) at = Reflect.get(at as object, step);
  Reflect.set(at as object, place[place.length - 1] as string, UNKNOWN_EXPRESSION);
  return copy;
}

export function arbitraryCase(): fc.Arbitrary<ParityCase> {
  return fc.constantFrom("aws_eks_node_group" as const, "aws_launch_template" as const).chain((type) => {
    const { block } = resourceSchema(type);
    const settings = fc.constantFrom(1, 2, 4, 6).chain((density) => blockConfig(block, "", density));
    return fc
      .record({
        before: settings,
        other: settings,
        keep: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 64, maxLength: 64 }),
        changeRate: fc.constantFrom(0, 1, 2, 5, 9),
        zeroRate: fc.constantFrom(0, 5, 10),
        zeros: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 32, maxLength: 32 }),
        isNew: fc.integer({ min: 0, max: 9 }),
        tainted: fc.integer({ min: 0, max: 19 }),
        unknown: fc.option(fc.nat(1000), { nil: undefined, freq: 4 }),
        ignore: fc.oneof(
          { weight: 5, arbitrary: fc.constant<readonly string[]>([]) },
          {
            weight: 3,
            arbitrary: fc.uniqueArray(fc.constantFrom(...(IGNORABLE[type] ?? [])), {
              minLength: 1,
              maxLength: 3,
            }),
          },
          { weight: 1, arbitrary: fc.constant<readonly string[]>(["all"]) },
        ),
        createBeforeDestroy: fc.option(fc.boolean(), { nil: undefined, freq: 2 }),
      })
      .map((draw): ParityCase => {
        const before = legalize(type, draw.before);
        const names = [...new Set([...Object.keys(before), ...Object.keys(draw.other)])].sort();
        const mixed: Mutable = {};
        names.forEach((name, index) => {
          const takeOther = (draw.keep[index % 64] ?? 0) < draw.changeRate;
          const value = takeOther ? draw.other[name] : before[name];
          if (value !== undefined) mixed[name] = value;
          else if (name in block.attributes && block.attributes[name]?.required)
            mixed[name] = before[name] ?? null;
          else if (block.blocks[name]?.minItems) mixed[name] = before[name] ?? null;
        });
        let config = legalize(type, mixed);
        if (draw.unknown !== undefined) config = withUnknown(config, draw.unknown);
        let at = 0;
        const prior =
          draw.isNew === 0
            ? null
            : priorOf(
                block,
                before,
                () => ((draw.zeros[at++ % 32] ?? 0) < draw.zeroRate ? "zero" : "null"),
                true,
              );
        const lifecycle: Mutable = {};
        if (draw.ignore[0] === "all") lifecycle.ignore_changes = "all";
        else if (draw.ignore.length > 0) lifecycle.ignore_changes = draw.ignore;
        if (draw.createBeforeDestroy !== undefined)
          lifecycle.create_before_destroy = draw.createBeforeDestroy;
        return { type, config, lifecycle, prior, tainted: prior !== null && draw.tainted === 0 };
      });
  });
}
