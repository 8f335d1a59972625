import { z } from "zod";
import { fleetFileSchema } from "./fleet-file-schema.js";

/** The fleet file's schema as JSON Schema (draft 7, which the YAML editors' servers read best). */
export function fleetJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(fleetFileSchema, { target: "draft-7", io: "input", reused: "inline" });
  return {
    $id: "https://fleetwright.dev/schema/v1/fleet.schema.json",
    title: "Fleetwright fleet file",
    ...schema,
  };
}

/** As much of JSON Schema as is needed to walk it. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;
