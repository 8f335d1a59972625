/**
 * What of a resource's attributes is of another type than the provider's: it would be no fact, and limits
 * would not see it. Sentences; none for what is as it should be.
 */
export function wrongAttributes({ type, address, change }: Record<string, unknown>): string[] {
  const expected = types.get(type);
  if (expected === undefined || !isRecord(change)) return [];
  return [change.before, change.after].flatMap((side) => {
    if (!isRecord(side)) return [];
    const wrong = Object.entries(expected).flatMap(([name, is]) => {
      const value = side[name];
      return value === undefined || value === null || is(value)
        ? []
        : [`${String(address)}: its ${name} is ${shown(value)}, which the provider never writes.`];
    });
    return [...wrong, ...wrongSizes(String(address), side.scaling_config)];
  });
}

const isList = (value: unknown): boolean => Array.isArray(value);
const isText = (value: unknown): boolean => typeof value === "string";
const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((each) => each === null || isText(each));
const isBlocks = (value: unknown): boolean => Array.isArray(value) && value.every(isRecord);

const tagged = { tags: isRecord, tags_all: isRecord };

/** By resource type: attributes that facts are made from. */
const types: ReadonlyMap<unknown, { readonly [name: string]: (value: unknown) => boolean }> = new Map([
  [
    "aws_eks_node_group",
    {
      ...tagged,
      cluster_name: isText,
      node_group_name: isText,
      version: isText,
      release_version: isText,
      ami_type: isText,
      capacity_type: isText,
      status: isText,
      labels: isRecord,
      instance_types: isTexts,
      subnet_ids: isTexts,
      taint: isList,
      launch_template: isBlocks,
      remote_access: isBlocks,
      scaling_config: isBlocks,
      update_config: isBlocks,
    },
  ],
  [
    "aws_launch_template",
    {
      ...tagged,
      name: isText,
      image_id: isText,
      instance_type: isText,
      user_data: isText,
      block_device_mappings: isBlocks,
      iam_instance_profile: isBlocks,
      instance_market_options: isBlocks,
      hibernation_options: isBlocks,
      metadata_options: isBlocks,
      network_interfaces: isBlocks,
      tag_specifications: isBlocks,
    },
  ],
  [
    "aws_eks_cluster",
    { ...tagged, name: isText, version: isText, vpc_config: isBlocks, encryption_config: isBlocks },
  ],
  ["aws_eks_addon", { ...tagged, cluster_name: isText, addon_name: isText, addon_version: isText }],
]);

function wrongSizes(address: string, scaling: unknown): string[] {
  const blocks: readonly unknown[] = Array.isArray(scaling) ? scaling : [];
  return blocks.flatMap((sizes) =>
    ["desired_size", "min_size", "max_size"].flatMap((name) => {
      const size = isRecord(sizes) ? sizes[name] : undefined;
      const fine = size === undefined || size === null || (Number.isSafeInteger(size) && Number(size) >= 0);
      return fine ? [] : [`${address}: its ${name} is ${String(size)}, which is no number of nodes.`];
    }),
  );
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
