import { z } from "zod";
import type { JsonValue } from "./json.js";

const json: z.ZodType<JsonValue> = z.json();
const jsonObject = z.record(z.string(), json);

const instance = z.object({
  index_key: z.union([z.string(), z.number()]).exactOptional(),
  status: z.literal("tainted").exactOptional(),
  deposed: z.string().exactOptional(),
  schema_version: z.number(),
  attributes: jsonObject,
  sensitive_attributes: json.exactOptional(),
  identity_schema_version: z.number().exactOptional(),
  identity: json.exactOptional(),
  private: z.string().exactOptional(),
  dependencies: z.array(z.string()).exactOptional(),
  create_before_destroy: z.boolean().exactOptional(),
});

const resource = z.object({
  module: z.string().exactOptional(),
  mode: z.enum(["managed", "data"]),
  type: z.string(),
  name: z.string(),
  each: z.enum(["list", "map"]).exactOptional(),
  provider: z.string(),
  instances: z.array(instance),
});

const output = z.object({ value: json, type: json, sensitive: z.boolean().exactOptional() });

/** A state file of format version 4. */
export const stateFileSchema = z.object({
  version: z.literal(4),
  terraform_version: z.string(),
  serial: z.number().int().nonnegative(),
  lineage: z.string(),
  outputs: z.record(z.string(), output).default({}),
  resources: z.array(resource).default([]),
  check_results: json.default(null),
});

/** Enough of any state file to say which format it has. */
export const stateVersionSchema = z.object({ version: z.number().int() });
