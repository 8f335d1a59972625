import { existsSync } from "node:fs";
import { join } from "node:path";
import type { SourceLocation } from "../../diagnostics/index.js";
import type { JudgedPlans } from "../judged-plans.js";
import { type ConstructSources, constructSources } from "./construct-sources.js";
import { readTerraformSources, type TerraformSources } from "./terraform-sources.js";

/** Where a resource, or one attribute of it, is written. */
export type Locator = (
  stack: string,
  address: string | null,
  attribute?: readonly (string | number)[],
) => SourceLocation | undefined;

/**
 * Leads findings to lines, for plans that come from no fleet file: to the construct in a CDKTF app's own
 * sources where it can be told for certain, else to the Terraform JSON or HCL. `directories` gives the folder
 * of each stack, else our own plans tell it (`fleetwright.directory`, relative to `project`). A folder without
 * configuration gives no places.
 */
export async function configurationLocator(
  plans: JudgedPlans,
  project: string,
  directories: { readonly [stack: string]: string } = {},
): Promise<Locator> {
  const sources = new Map<string, TerraformSources>();
  for (const [stack, plan] of Object.entries(plans.stacks)) {
    const directory = directories[stack] ?? plan.fleetwright?.directory;
    if (directory === undefined) continue;
    sources.set(stack, await readTerraformSources(join(project, directory), project));
  }
  let constructs: ConstructSources | undefined;
  // Read when the first finding asks, because most plans have none.
  const ofApp = (): ConstructSources => {
    constructs ??= existsSync(join(project, "cdktf.json")) ? constructSources(project) : noConstructs;
    return constructs;
  };
  return (stack, address, attribute = []) => {
    const own = sources.get(stack);
    const steps = configurationSteps(address ?? "");
    if (own === undefined || steps === undefined) return undefined;
    const construct = own.constructOf(steps);
    const name = attribute.find((step) => typeof step === "string");
    return (construct && ofApp().place(construct, own.constructPaths(), name)) ?? own.place(steps, name);
  };
}

const noConstructs: ConstructSources = { place: () => undefined };

/**
 * The keys that lead to a resource in Terraform JSON: `resource`, type, name; `data` and so on for a data
 * source; for what a module holds, the module's block, because the module's own files are elsewhere.
 */
function configurationSteps(address: string): readonly string[] | undefined {
  const [first, second, third] = address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, "").split(".");
  if (first === undefined || second === undefined || first === "" || second === "") return undefined;
  if (first === "module") return ["module", second];
  if (first === "data") return third === undefined ? undefined : ["data", second, third];
  return ["resource", first, second];
}
