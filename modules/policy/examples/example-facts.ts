import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Facts, factsSchema } from "../facts/facts-schema.js";
import { profileParameters } from "../parameters/profiles.js";
import { policiesDirectory } from "../policies-directory.js";
import type { Example } from "./example.js";

/**
 * Makes whole facts of an example: each part is laid over the healthy cluster of `examples/data.yaml`.
 * Objects are merged, lists replaced, null takes a fact away. The same as `examples.rego` does.
 */
export async function exampleFacts(example: Example): Promise<Facts> {
  const base = await healthy();
  const cluster = {
    ...withoutNulls(merged(base.cluster, example.cluster ?? {})),
    groups: members(base.group, example.groups ?? [example.group ?? {}]),
    launch_templates: members(base.template, example.templates ?? [example.template ?? {}]),
    subnet_demand: members(base.demand, example.demands ?? [example.demand ?? {}]),
    addons: members(base.addon, example.addons ?? [example.addon ?? {}]),
  };
  return factsSchema.parse({
    schema_version: 1,
    now: { instant: `${base.date}T12:00:00Z`, date: base.date },
    parameter_sets: [{ ...profileParameters("launch-2019"), ...example.limits }],
    fleet: merged(base.fleet, example.fleet ?? {}),
    clusters: [cluster],
  });
}

type Part = Record<string, unknown>;

const partSchema = z.record(z.string(), z.unknown());
const baseSchema = z.strictObject({
  date: z.string(),
  cluster: partSchema,
  group: partSchema,
  template: partSchema,
  addon: partSchema,
  demand: partSchema,
  fleet: partSchema,
});

let base: z.infer<typeof baseSchema> | undefined;

async function healthy(): Promise<z.infer<typeof baseSchema>> {
  if (base !== undefined) return base;
  const { parse } = await import("yaml");
  const text = readFileSync(join(policiesDirectory(), "examples", "data.yaml"), "utf8");
  base = baseSchema.parse(parse(text));
  return base;
}

function members(healthyOne: Part, given: readonly Part[]): Part[] {
  return given.map(({ side, ...own }) => {
    const sides = Object.fromEntries(
      ["before", "after"].filter((name) => name in healthyOne).map((name) => [name, side ?? {}]),
    );
    return withoutNulls(merged(merged(healthyOne, sides), own));
  });
}

function merged(left: Part, right: Part): Part {
  const result: Part = { ...left };
  for (const [name, value] of Object.entries(right)) {
    const under = result[name];
    result[name] = isPart(under) && isPart(value) ? merged(under, value) : value;
  }
  return result;
}

/** Nulls go at the top and one level below, as in the Rego counterpart. */
function withoutNulls(part: Part): Part {
  const kept = Object.entries(part).filter(([, value]) => value !== null);
  return Object.fromEntries(
    kept.map(([name, value]) => [
      name,
      isPart(value) ? Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null)) : value,
    ]),
  );
}

function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
