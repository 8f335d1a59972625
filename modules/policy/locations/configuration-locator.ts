import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
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
  const { parseDocument } = await import("yaml");
  // Files are read when the first finding asks for them, because most plans have none.
  const sources = new Map<string, TerraformSources>();
  const apps = new Map<string, ConstructSources>();
  return (stack, address, attribute = []) => {
    const directory = directories[stack] ?? plans.stacks[stack]?.fleetwright?.directory;
    const steps = configurationSteps(address ?? "");
    if (directory === undefined || steps === undefined) return undefined;
    const own = sources.get(stack) ?? readTerraformSources(join(project, directory), project, parseDocument);
    sources.set(stack, own);
    const name = attribute.find((step) => typeof step === "string");
    return placeOfConstruct(own, steps, name, join(project, directory)) ?? own.place(steps, name);
  };

  function placeOfConstruct(
    own: TerraformSources,
    steps: readonly string[],
    attribute: string | undefined,
    directory: string,
  ): SourceLocation | undefined {
    const construct = own.constructOf(steps);
    const root = construct === undefined ? undefined : appRoot(directory);
    if (construct === undefined || root === undefined) return undefined;
    const app = apps.get(root) ?? constructSources(root, project);
    apps.set(root, app);
    return app.place(construct, own.constructPaths(), attribute);
  }
}

/** The folder of the CDKTF app that a stack was synthesized by: the next one above with a `cdktf.json`. */
function appRoot(directory: string): string | undefined {
  if (existsSync(join(directory, "cdktf.json"))) return directory;
  const above = dirname(directory);
  return above === directory ? undefined : appRoot(above);
}

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
