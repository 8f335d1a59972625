import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The version of the `-json` event format, as Terraform counts it. */
export const UI_VERSION = "1.2";

/** The package's version, from the nearest package.json above: the sources and the build lie at different depths. */
export function version(): string {
  for (let directory = __dirname; ; directory = dirname(directory)) {
    const found = versionIn(join(directory, "package.json"));
    if (found !== undefined) return found;
    if (dirname(directory) === directory) return "unknown";
  }
}

function versionIn(file: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof parsed !== "object" || parsed === null) return undefined;
    if (!("name" in parsed) || parsed.name !== "fleetwright" || !("version" in parsed)) return undefined;
    return typeof parsed.version === "string" ? parsed.version : undefined;
  } catch {
    return undefined;
  }
}
