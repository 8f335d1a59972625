import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { type Diagnostic, FleetwrightError } from "../../diagnostics/index.js";
import { type SandboxSeed, type Seed, seedSchema } from "./seed-schema.js";

/**
 * Reads a seed: an object, or a file in YAML or JSON.
 * @throws FleetwrightError with every mistake found (`SANDBOX_SEED_UNREADABLE`, `SANDBOX_SEED_INVALID`)
 */
export async function readSeed(seed: SandboxSeed | string): Promise<Seed> {
  const file = typeof seed === "string" ? seed : undefined;
  const raw: unknown = file === undefined ? seed : await parseFile(file);
  const result = seedSchema.safeParse(raw ?? {});
  if (result.success) return result.data;
  throw new FleetwrightError(
    "user",
    result.error.issues.map((issue): Diagnostic => {
      const path = issue.path.map(String).join(".") || "the seed";
      return {
        severity: "error",
        code: "SANDBOX_SEED_INVALID",
        summary: `${path}: ${issue.message}`,
        ...(file === undefined ? {} : { detail: `In the sandbox's seed file ${file}.` }),
      };
    }),
  );
}

async function parseFile(file: string): Promise<unknown> {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "SANDBOX_SEED_UNREADABLE",
        summary: `The sandbox's seed file ${file} cannot be read`,
        detail: error instanceof Error ? error.message : String(error),
      },
    ]);
  }
}
