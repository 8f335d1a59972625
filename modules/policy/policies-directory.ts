import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The `policies/` folder that belongs to this copy of Fleetwright, built or not. */
export function policiesDirectory(): string {
  found ??= search(__dirname);
  return found;
}

let found: string | undefined;

function search(from: string): string {
  const candidate = join(from, "policies");
  if (existsSync(join(candidate, "parameters", "launch-2019", "data.json"))) return candidate;
  const parent = dirname(from);
  if (parent === from) throw new Error("Fleetwright's policies/ folder is missing from this installation.");
  return search(parent);
}
