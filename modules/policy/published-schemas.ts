import { z } from "zod";
import { factsSchema } from "./facts/facts-schema.js";
import { liveFactsSchema } from "./live-facts.js";
import { parametersSchema } from "./parameters/parameters-schema.js";

/** JSON Schema (draft 7) of the facts that the rules see. */
export function factsJsonSchema(): object {
  return { title: "Fleetwright policy facts", ...z.toJSONSchema(factsSchema, { target: "draft-7" }) };
}

/** JSON Schema (draft 7) of the policy parameters that a fleet, a cluster or a group may override. */
export function parametersJsonSchema(): object {
  const overrides = parametersSchema.partial();
  return { title: "Fleetwright policy parameters", ...z.toJSONSchema(overrides, { target: "draft-7" }) };
}

/** JSON Schema (draft 7) of live facts, as `gate -live-facts` takes them and plan files hold them. */
export function liveFactsJsonSchema(): object {
  return { title: "Fleetwright live facts", ...z.toJSONSchema(liveFactsSchema, { target: "draft-7" }) };
}
