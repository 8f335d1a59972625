import type { DataSource } from "../provider-definition.js";
import { validateConfig } from "../sdk/validate-config.js";
import { readAvailabilityZones } from "./read.js";
import { availabilityZonesSchema } from "./schema.js";

/** `data.aws_availability_zones`. */
export const availabilityZones: DataSource = {
  type: "aws_availability_zones",
  schema: availabilityZonesSchema,
  validate: (config) => validateConfig(availabilityZonesSchema, config),
  read: readAvailabilityZones,
};
