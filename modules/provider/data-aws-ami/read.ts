import type { BlockDeviceMapping, Image } from "@aws-sdk/client-ec2";
import type { RE2JS } from "re2js";
import { awsError } from "../../aws/index.js";
import { FleetwrightError } from "../../diagnostics/index.js";
import type { ObjectValue } from "../../values/index.js";
import { partitionOf } from "../account.js";
import type { ReadContext } from "../provider-definition.js";
import type { Schema } from "../schema.js";
import { dataSourceState, ec2Filters, ec2Tags, texts } from "../state-shape/data-source-state.js";
import { noResult } from "../state-shape/no-result.js";
import { textOf } from "../state-shape/object-fields.js";
import type { Fields } from "../state-shape/state-object.js";
import { tagsOfState } from "../state-shape/tags.js";
import { compileRegularExpression } from "../validators.js";

const operation = "ec2:DescribeImages";

/** Reads `data.aws_ami`: the one image that matches, or with `most_recent` the newest of them. */
export async function readAmi(
  config: ObjectValue,
  context: ReadContext,
  schema: Schema,
): Promise<ObjectValue> {
  if (schema.block.attributes.allow_unsafe_filter !== undefined) requireOwner(config);
  const image = oneOf(await describe(config, context), config.most_recent === true);
  const tags = tagsOfState(ec2Tags(image.Tags), context.provider, {}).tags_all;
  return dataSourceState(schema, { ...fieldsOf(image, context.clients.target.region), tags }, config);
}

/** From 6.0 on it is an error to take the newest image of whoever has published one. */
function requireOwner(config: ObjectValue): void {
  if (config.most_recent !== true || config.allow_unsafe_filter === true) return;
  const filtered = ec2Filters({ filter: config.filter ?? [] }).some(
    ({ Name }) => Name === "image-id" || Name === "owner-id",
  );
  if (filtered || texts(config.owners).length > 0) return;
  throw new FleetwrightError("user", [
    {
      severity: "error",
      code: "PROVIDER_UNSAFE_FILTER",
      summary: "Most Recent Image Not Filtered",
      detail:
        '"most_recent" is set to "true" and results are not filtered by owner or image ID. With this configuration, a third party may introduce a new image which will be returned by this data source. Filter by owner or image ID to avoid this possibility.',
    },
  ]);
}

async function describe(config: ObjectValue, context: ReadContext): Promise<readonly Image[]> {
  const ec2 = await context.clients.ec2();
  const Filters = ec2Filters({ filter: config.filter ?? [] });
  const [owners, executable] = [texts(config.owners), texts(config.executable_users)];
  const images: Image[] = [];
  try {
    let NextToken: string | undefined;
    do {
      const page = await ec2.describeImages({
        IncludeDeprecated: config.include_deprecated === true,
        ...(owners.length === 0 ? {} : { Owners: owners }),
        ...(executable.length === 0 ? {} : { ExecutableUsers: executable }),
        ...(Filters.length === 0 ? {} : { Filters }),
        ...(NextToken === undefined ? {} : { NextToken }),
      });
      images.push(...(page.Images ?? []));
      NextToken = page.NextToken || undefined;
    } while (NextToken !== undefined);
  } catch (error) {
    throw awsError(error, { operation, doing: "reading EC2 AMIs" });
  }
  const pattern = textOf(config, "name_regex");
  if (!pattern) return images;
  const expression = compile(pattern);
  return images.filter(({ Name }) => Name !== undefined && Name !== "" && expression.matcher(Name).find());
}

/** Throws a FleetwrightError for a pattern that was not known before. */
function compile(pattern: string): RE2JS {
  const compiled = compileRegularExpression(pattern);
  if (typeof compiled !== "string") return compiled;
  throw new FleetwrightError("user", [
    {
      severity: "error",
      code: "PROVIDER_INVALID_VALUE",
      summary: `"name_regex": ${compiled}`,
    },
  ]);
}

function oneOf(images: readonly Image[], newest: boolean): Image {
  const [first, ...others] = newest
    ? [...images].sort((left, right) => ((left.CreationDate ?? "") < (right.CreationDate ?? "") ? 1 : -1))
    : images;
  if (first === undefined) {
    throw noResult(
      "Your query returned no results. Please change your search criteria and try again.",
      operation,
      "Check owners, name_regex and filters, and that the image exists in this region.",
    );
  }
  if (others.length > 0 && !newest) {
    throw noResult(
      "Your query returned more than one result. Please try a more specific search criteria, or set `most_recent` attribute to true.",
      operation,
      `${images.length} images matched.`,
    );
  }
  return first;
}

function fieldsOf(image: Image, region: string): Fields {
  const root = image.BlockDeviceMappings?.find(({ DeviceName }) => DeviceName === image.RootDeviceName);
  return {
    architecture: image.Architecture,
    arn: `arn:${partitionOf(region).id}:ec2:${region}::image/${image.ImageId ?? ""}`,
    block_device_mappings: (image.BlockDeviceMappings ?? []).map(blockDevice),
    boot_mode: image.BootMode,
    creation_date: image.CreationDate,
    deprecation_time: image.DeprecationTime,
    description: image.Description,
    ena_support: image.EnaSupport,
    hypervisor: image.Hypervisor,
    id: image.ImageId,
    image_id: image.ImageId,
    image_location: image.ImageLocation,
    image_owner_alias: image.ImageOwnerAlias,
    image_type: image.ImageType,
    imds_support: image.ImdsSupport,
    kernel_id: image.KernelId,
    last_launched_time: image.LastLaunchedTime,
    name: image.Name,
    owner_id: image.OwnerId,
    platform: image.Platform,
    platform_details: image.PlatformDetails,
    product_codes: (image.ProductCodes ?? []).map(({ ProductCodeId, ProductCodeType }) => ({
      product_code_id: ProductCodeId,
      product_code_type: ProductCodeType,
    })),
    public: image.Public,
    ramdisk_id: image.RamdiskId,
    root_device_name: image.RootDeviceName,
    root_device_type: image.RootDeviceType,
    root_snapshot_id: root?.Ebs?.SnapshotId ?? "",
    sriov_net_support: image.SriovNetSupport,
    state: image.State,
    state_reason: {
      code: image.StateReason?.Code ?? "UNSET",
      message: image.StateReason?.Message ?? "UNSET",
    },
    tpm_support: image.TpmSupport,
    usage_operation: image.UsageOperation,
    virtualization_type: image.VirtualizationType,
  };
}

/** The provider keeps the volume as a map of strings. */
function blockDevice({ DeviceName, Ebs, NoDevice, VirtualName }: BlockDeviceMapping): Fields {
  const ebs =
    Ebs === undefined
      ? {}
      : {
          delete_on_termination: String(Ebs.DeleteOnTermination ?? false),
          encrypted: String(Ebs.Encrypted ?? false),
          iops: String(Ebs.Iops ?? 0),
          snapshot_id: Ebs.SnapshotId ?? "",
          throughput: String(Ebs.Throughput ?? 0),
          volume_initialization_rate: String(Ebs.VolumeInitializationRate ?? 0),
          volume_size: String(Ebs.VolumeSize ?? 0),
          volume_type: Ebs.VolumeType ?? "",
        };
  return { device_name: DeviceName, ebs, no_device: NoDevice, virtual_name: VirtualName };
}
