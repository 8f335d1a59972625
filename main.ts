/**
 * The CDKTF app: one stack per cluster of the fleet. `cdktf synth`, `cdktf plan` and `cdktf deploy` run it as
 * it stands. The fleet is named by FLEETWRIGHT_FLEET (several paths with commas between), by `fleet` in the
 * context of cdktf.json, or is `fleet.yaml` or the directory `fleet`.
 */
import { existsSync, readFileSync } from "node:fs";
import { FleetwrightError } from "./modules/diagnostics/index.js";
import { loadFleet } from "./modules/fleet/index.js";
import { renderDiagnostics } from "./modules/report/index.js";
import { synthesizeFleet } from "./stacks/index.js";

async function main(): Promise<void> {
  const { fleet } = await loadFleet(fleetPaths());
  await synthesizeFleet(fleet, { outdir: process.env.CDKTF_OUTDIR ?? "cdktf.out" });
}

function fleetPaths(): readonly string[] {
  const named = process.env.FLEETWRIGHT_FLEET ?? "";
  if (named !== "") return named.split(",").map((path) => path.trim());
  const context = contextFleet(process.env.CDKTF_CONTEXT_JSON) ?? contextFleet(cdktfJsonContext());
  if (context !== undefined) return [context];
  return [["fleet.yaml", "fleet.yml", "fleet"].find((path) => existsSync(path)) ?? "fleet.yaml"];
}

/** The CDKTF CLI hands the context over in the environment; run on its own, the app looks it up itself. */
function cdktfJsonContext(): string | undefined {
  if (!existsSync("cdktf.json")) return undefined;
  const config: unknown = JSON.parse(readFileSync("cdktf.json", "utf8"));
  return isRecord(config) ? JSON.stringify(config.context ?? {}) : undefined;
}

function contextFleet(json: string | undefined): string | undefined {
  const context: unknown = json === undefined ? undefined : JSON.parse(json);
  return isRecord(context) && typeof context.fleet === "string" ? context.fleet : undefined;
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null;
}

main().catch((error: unknown) => {
  if (!FleetwrightError.is(error)) throw error;
  process.stderr.write(renderDiagnostics(error.diagnostics, { color: process.stderr.isTTY, columns: 100 }));
  process.exitCode = 1;
});
