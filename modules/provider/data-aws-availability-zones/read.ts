import { awsError } from "../../aws/index.js";
import type { ObjectValue } from "../../values/index.js";
import type { ReadContext } from "../provider-definition.js";
import { dataSourceState, ec2Filters, texts } from "../state-shape/data-source-state.js";
import { textOf } from "../state-shape/object-fields.js";
import { availabilityZonesSchema } from "./schema.js";

/** Reads `data.aws_availability_zones`: zones in name order, without those that are excluded. */
export async function readAvailabilityZones(config: ObjectValue, context: ReadContext): Promise<ObjectValue> {
  const ec2 = await context.clients.ec2();
  const state = textOf(config, "state");
  const Filters = [...(state ? [{ Name: "state", Values: [state] }] : []), ...ec2Filters(config)];
  try {
    const { AvailabilityZones: all = [] } = await ec2.describeAvailabilityZones({
      ...(config.all_availability_zones === true ? { AllAvailabilityZones: true } : {}),
      ...(Filters.length === 0 ? {} : { Filters }),
    });
    const excluded = new Set([...texts(config.exclude_names), ...texts(config.exclude_zone_ids)]);
    const zones = all
      .filter(({ ZoneId, ZoneName }) => !excluded.has(ZoneName ?? "") && !excluded.has(ZoneId ?? ""))
      .sort((left, right) => ((left.ZoneName ?? "") < (right.ZoneName ?? "") ? -1 : 1));
    const fields = {
      group_names: [...new Set(zones.map(({ GroupName }) => GroupName ?? ""))],
      id: context.clients.target.region,
      names: zones.map(({ ZoneName }) => ZoneName ?? ""),
      zone_ids: zones.map(({ ZoneId }) => ZoneId ?? ""),
    };
    return dataSourceState(availabilityZonesSchema, fields, config);
  } catch (error) {
    throw awsError(error, {
      operation: "ec2:DescribeAvailabilityZones",
      doing: "reading EC2 Availability Zones",
    });
  }
}
