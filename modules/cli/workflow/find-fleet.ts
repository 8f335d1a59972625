import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { FleetwrightError } from "../../diagnostics/index.js";
import type { CliEnvironment } from "../cli-environment.js";

const USUAL_PLACES = ["fleet.yaml", "fleet.yml", "fleet"];

/**
 * The fleet's files: those given, else `FLEETWRIGHT_FLEET`, else the context of `cdktf.json`, else the usual
 * places. Throws `FLEET_NOT_FOUND` when there is nothing.
 */
export function findFleet(given: readonly string[], environment: CliEnvironment): readonly string[] {
  if (given.length > 0) return given;
  const named = environment.env.FLEETWRIGHT_FLEET;
  if (named !== undefined && named !== "") return named.split(",").map((path) => path.trim());
  const context = fleetOfCdktfJson(resolve(environment.workingDirectory, "cdktf.json"));
  if (context !== undefined) return [context];
  const usual = USUAL_PLACES.find((place) => existsSync(resolve(environment.workingDirectory, place)));
  if (usual !== undefined) return [usual];
  throw new FleetwrightError("user", [
    {
      severity: "error",
      code: "FLEET_NOT_FOUND",
      summary: "No fleet file",
      detail: `Neither ${USUAL_PLACES.join(" nor ")} is in ${environment.workingDirectory}. Name the file with -fleet or FLEETWRIGHT_FLEET, or write a starter project with "fleetwright init".`,
    },
  ]);
}

function fleetOfCdktfJson(file: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof parsed !== "object" || parsed === null || !("context" in parsed)) return undefined;
    const context = parsed.context;
    if (typeof context !== "object" || context === null || !("fleet" in context)) return undefined;
    return typeof context.fleet === "string" ? context.fleet : undefined;
  } catch {
    return undefined;
  }
}
