import type { GateReport } from "./gate-report.js";

/** For programs: the verdict as it is, under a version of its own. */
export function gateJson({ verdict }: GateReport): string {
  return `${JSON.stringify({ format: "fleetwright-verdict/1", ...verdict }, null, 2)}\n`;
}
