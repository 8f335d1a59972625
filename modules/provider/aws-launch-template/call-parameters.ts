import type { RequestLaunchTemplateData } from "@aws-sdk/client-ec2";
import { z } from "zod";
import { Unknown } from "../../values/index.js";

/** The data's own members are put together by `expandTemplateData`; here it must only be complete. */
const templateData = z
  .custom<RequestLaunchTemplateData>(
    (value) => isKnownObject(value),
    "the launch template data still holds unknown values",
  )
  .transform(withDates);
const tags = z.array(z.strictObject({ Key: z.string(), Value: z.string() }));

/** The parameters of each EC2 call on a launch template, read from an operation once everything is known. */
export const createLaunchTemplate = z.strictObject({
  LaunchTemplateName: z.string(),
  VersionDescription: z.string().exactOptional(),
  TagSpecifications: z
    .array(z.strictObject({ ResourceType: z.literal("launch-template"), Tags: tags }))
    .exactOptional(),
  LaunchTemplateData: templateData,
});

export const createLaunchTemplateVersion = z.strictObject({
  LaunchTemplateId: z.string(),
  VersionDescription: z.string().exactOptional(),
  LaunchTemplateData: templateData,
});

export const modifyLaunchTemplate = z.strictObject({
  LaunchTemplateId: z.string(),
  DefaultVersion: z.string(),
});
export const deleteLaunchTemplate = z.strictObject({ LaunchTemplateId: z.string() });
export const changeTags = z.strictObject({ Resources: z.array(z.string()), Tags: tags });

function isKnownObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.values(value).every(isKnown);
}

function isKnown(value: unknown): boolean {
  if (value instanceof Unknown) return false;
  if (typeof value !== "object" || value === null) return true;
  return Object.values(value).every(isKnown);
}

/** The only time in a template's data; the SDK wants it as a Date. */
function withDates(data: RequestLaunchTemplateData): RequestLaunchTemplateData {
  const market = data.InstanceMarketOptions;
  const until: unknown = market?.SpotOptions?.ValidUntil;
  if (typeof until !== "string") return data;
  const SpotOptions = { ...market?.SpotOptions, ValidUntil: new Date(until) };
  return { ...data, InstanceMarketOptions: { ...market, SpotOptions } };
}
