import type { JsonValue } from "../../plan/index.js";
import type { LaunchTemplateSide } from "./facts-schema.js";
import { missingTags, tagsOf } from "./missing-tags.js";
import { countOf, elements, hasUnknown, member, sizeOf, textOf } from "./read-json.js";
import { readUserData } from "./user-data.js";

/** One side of a launch template's change, slimmed; `unknown` is the `after_unknown` of the planned side. */
export function launchTemplateSide(
  values: JsonValue | undefined,
  beside: { readonly requiredTags: readonly string[]; readonly unknown?: JsonValue | undefined },
): LaunchTemplateSide {
  const { unknown } = beside;
  const interfaces = elements(member(values, "network_interfaces"));
  const metadata = elements(member(values, "metadata_options"))[0];
  const volumes = elements(member(values, "block_device_mappings")).filter(
    (device) => elements(member(device, "ebs")).length > 0,
  );
  const userData = hasUnknown(member(unknown, "user_data"))
    ? undefined
    : readUserData(textOf(member(values, "user_data")));
  return {
    instance_type: textOf(member(values, "instance_type")),
    http_tokens: textOf(member(metadata, "http_tokens")),
    hop_limit: countOf(member(metadata, "http_put_response_hop_limit")) || undefined,
    user_data: userData?.form,
    bootstraps: userData?.bootstraps,
    latest_version: countOf(member(values, "latest_version")),
    tags: sizeOf(tagsOf(values)),
    custom_image: textOf(member(values, "image_id")) !== undefined || hasUnknown(member(unknown, "image_id")),
    iam_instance_profile: elements(member(values, "iam_instance_profile")).length > 0,
    subnet_in_interface: interfaces.some((each) => textOf(member(each, "subnet_id")) !== undefined),
    spot_market: elements(member(values, "instance_market_options")).length > 0,
    hibernation: elements(member(values, "hibernation_options")).some(
      (each) => member(each, "configured") === true,
    ),
    shutdown_terminates: member(values, "instance_initiated_shutdown_behavior") === "terminate",
    security_groups_twice:
      elements(member(values, "vpc_security_group_ids")).length > 0 &&
      interfaces.some((each) => elements(member(each, "security_groups")).length > 0),
    metadata_options: metadata !== undefined,
    volumes: volumes.length,
    unencrypted_volumes: volumes
      .filter((device) => String(member(elements(member(device, "ebs"))[0], "encrypted")) !== "true")
      .map((device) => textOf(member(device, "device_name")) ?? "(unnamed)"),
    missing_tags: missingTags(values, beside.requiredTags),
  };
}
