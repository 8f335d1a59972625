import { compareBytes } from "../../values/index.js";
import type { SourceFile } from "../body.js";
import type { Configuration, ResourceConfiguration } from "../configuration.js";
import type { JsonObject } from "../json.js";
import { blocksOf, type LabelledBlock } from "./blocks-of.js";
import { literalString } from "./read-arguments.js";
import { readModuleCall } from "./read-module-call.js";
import { readCheck, readImport, readMoved, readOutput, readRemoved } from "./read-outputs.js";
import { readBackend, readProviders, readRequiredProviders } from "./read-providers.js";
import { readResource } from "./read-resource.js";
import { readVariable } from "./read-variable.js";
import { at, type Place, type ReadingContext, readExpression, report } from "./reading-context.js";

export interface RootFile {
  readonly json: JsonObject;
  readonly file: SourceFile;
}

type RootModule = Omit<
  Configuration,
  "directory" | "workspace" | "lockedProviders" | "variableValues" | "graph" | "warnings"
>;

const BLOCK_TYPES = [
  "terraform",
  "provider",
  "variable",
  "locals",
  "output",
  "resource",
  "data",
  "module",
  "moved",
  "import",
  "removed",
  "check",
] as const;

/** Reads all files of the folder as the one module that they are. Problems go into the context. */
export function readRootModule(context: ReadingContext, files: readonly RootFile[]): RootModule {
  for (const { json, file } of files) refuseUnknown(context, json, { file, path: [] });
  const all = (type: (typeof BLOCK_TYPES)[number], labels: readonly string[]): LabelledBlock[] =>
    files.flatMap(({ json, file }) => blocksOf(context, json[type], { file, path: [type] }, labels));
  const terraform = all("terraform", []);
  const requiredProviders = new Map(
    terraform
      .flatMap((block) =>
        readRequiredProviders(context, block.json.required_providers, at(block.place, "required_providers")),
      )
      .map((required) => [required.localName, required]),
  );
  const checks = byName(context, "check", all("check", ["check's name"]), readCheck, (check) => check.name);
  const resources = sortResources([
    ...all("resource", ["resource's type", "resource's name"]).map((block) =>
      readResource(context, block, "managed"),
    ),
    ...all("data", ["data source's type", "data source's name"]).map((block) =>
      readResource(context, block, "data"),
    ),
    ...[...checks.values()].flatMap(({ data }) => data ?? []),
  ]);
  const backends = terraform.flatMap((block) => readBackend(context, block.json, block.place) ?? []);
  return {
    resources: distinctResources(context, resources),
    providers: readProviders(context, all("provider", ["provider's name"]), requiredProviders, resources),
    requiredProviders,
    requiredVersion: requiredVersion(context, terraform),
    backend: backends[0] ?? null,
    variables: byName(
      context,
      "variable",
      all("variable", ["variable's name"]),
      readVariable,
      ({ name }) => name,
    ),
    locals: readLocals(context, all("locals", [])),
    outputs: byName(context, "output", all("output", ["output's name"]), readOutput, ({ name }) => name),
    modules: byName(context, "module", all("module", ["module's name"]), readModuleCall, ({ name }) => name),
    moved: all("moved", []).flatMap((block) => readMoved(context, block) ?? []),
    imports: all("import", []).flatMap((block) => readImport(context, block) ?? []),
    removed: all("removed", []).flatMap((block) => readRemoved(context, block) ?? []),
    checks,
  };
}

function refuseUnknown(context: ReadingContext, json: JsonObject, place: Place): void {
  for (const name of Object.keys(json)) {
    if (name === "//" || BLOCK_TYPES.some((type) => type === name)) continue;
    report(
      context,
      at(place, name),
      "EXTRANEOUS_PROPERTY",
      "Extraneous JSON object property",
      `No argument or block type is named "${name}".`,
    );
  }
}

function requiredVersion(context: ReadingContext, terraform: readonly LabelledBlock[]): string | null {
  const versions = terraform.flatMap(
    ({ json, place }) => literalString(context, json, "required_version", place) ?? [],
  );
  return versions.length === 0 ? null : versions.join(", ");
}

function readLocals(context: ReadingContext, blocks: readonly LabelledBlock[]): RootModule["locals"] {
  const locals = new Map<
    string,
    { readonly name: string; readonly expression: ReturnType<typeof readExpression> }
  >();
  for (const { json, place } of blocks)
    for (const [name, value] of Object.entries(json)) {
      if (name === "//") continue;
      if (locals.has(name)) duplicate(context, at(place, name), "local value", name);
      locals.set(name, { name, expression: readExpression(context, value, at(place, name)) });
    }
  return locals;
}

function byName<Item>(
  context: ReadingContext,
  kind: string,
  blocks: readonly LabelledBlock[],
  read: (context: ReadingContext, block: LabelledBlock) => Item,
  nameOf: (item: Item) => string,
): Map<string, Item> {
  const items = new Map<string, Item>();
  for (const block of blocks) {
    const item = read(context, block);
    const name = nameOf(item);
    if (items.has(name)) duplicate(context, block.place, kind, name);
    items.set(name, item);
  }
  return items;
}

function duplicate(context: ReadingContext, place: Place, kind: string, name: string): void {
  report(
    context,
    place,
    "DUPLICATE",
    `Duplicate ${kind} definition`,
    `The ${kind} "${name}" was declared before.`,
  );
}

/** Terraform's order of addresses: data sources first, then by type and name. */
function sortResources(resources: readonly ResourceConfiguration[]): ResourceConfiguration[] {
  return [...resources].sort(
    (left, right) =>
      compareBytes(left.mode, right.mode) ||
      compareBytes(left.type, right.type) ||
      compareBytes(left.name, right.name),
  );
}

function distinctResources(
  context: ReadingContext,
  resources: readonly ResourceConfiguration[],
): Map<string, ResourceConfiguration> {
  const byAddress = new Map<string, ResourceConfiguration>();
  for (const resource of resources) {
    if (byAddress.has(resource.address)) {
      context.diagnostics.push({
        severity: "error",
        code: "CONFIGURATION_DUPLICATE",
        summary: `Duplicate ${resource.mode === "data" ? "data source" : "resource"} "${resource.type}" configuration`,
        detail: `${resource.address} was declared before. Names must be unique per type.`,
        location: resource.location,
      });
    }
    byAddress.set(resource.address, resource);
  }
  return byAddress;
}
