import type { Body } from "../body.js";
import type { ProviderBlock, RequiredProvider, ResourceConfiguration } from "../configuration.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.js";
import { blocksOf, type LabelledBlock } from "./blocks-of.js";
import { bodyReferences } from "./body-references.js";
import { literalString } from "./read-arguments.js";
import { at, type Place, type ReadingContext, report } from "./reading-context.js";

const META_ARGUMENTS: ReadonlySet<string> = new Set(["//", "alias", "version"]);

/** `terraform.required_providers`: sources written out in full. */
export function readRequiredProviders(
  context: ReadingContext,
  json: JsonValue | undefined,
  place: Place,
): RequiredProvider[] {
  return blocksOf(context, json, place, []).flatMap((block) =>
    Object.entries(block.json)
      .filter(([name]) => name !== "//")
      .map(([localName, entry]) =>
        readRequiredProvider(context, localName, entry, at(block.place, localName)),
      ),
  );
}

function readRequiredProvider(
  context: ReadingContext,
  localName: string,
  json: JsonValue,
  place: Place,
): RequiredProvider {
  if (typeof json === "string") return { localName, source: fullSource(localName), versionConstraint: json };
  if (!isJsonObject(json)) {
    report(
      context,
      place,
      "REQUIRED_PROVIDER",
      "Invalid required_providers object",
      'Write an object with "source" and "version", e.g. {"source": "hashicorp/aws", "version": "~> 5.0"}.',
    );
    return { localName, source: fullSource(localName), versionConstraint: null };
  }
  return {
    localName,
    source: fullSource(literalString(context, json, "source", place) ?? localName),
    versionConstraint: literalString(context, json, "version", place),
  };
}

/** `aws` and `hashicorp/aws` are both `registry.terraform.io/hashicorp/aws`; `terraform` is built in. */
function fullSource(source: string): string {
  if (source === "terraform") return "terraform.io/builtin/terraform";
  const parts = source.toLowerCase().split("/");
  const host = parts.length > 2 ? parts[0] : "registry.terraform.io";
  const namespace = parts.length > 1 ? parts.at(-2) : "hashicorp";
  return `${host}/${namespace}/${parts.at(-1)}`;
}

/** The `provider` blocks by key, and those that resources use without any block. */
export function readProviders(
  context: ReadingContext,
  blocks: readonly LabelledBlock[],
  required: ReadonlyMap<string, RequiredProvider>,
  resources: Iterable<ResourceConfiguration>,
): Map<string, ProviderBlock> {
  const providers = new Map<string, ProviderBlock>();
  for (const block of blocks) {
    const provider = readProvider(context, block, required);
    if (providers.has(provider.key)) reportDuplicate(context, provider, block.place);
    else providers.set(provider.key, provider);
  }
  for (const resource of resources) {
    const { providerKey, address } = resource;
    if (providers.has(providerKey)) continue;
    const [localName = providerKey, alias] = providerKey.split(".");
    if (alias !== undefined) {
      context.diagnostics.push({
        severity: "error",
        code: "CONFIGURATION_PROVIDER_MISSING",
        summary: "Provider configuration not present",
        detail: `${address} is configured to use provider "${providerKey}", but there is no provider block "${localName}" with the alias "${alias}".`,
        location: resource.location,
        address,
      });
    }
    const source = required.get(localName);
    providers.set(providerKey, {
      key: providerKey,
      localName,
      alias: alias ?? null,
      source: source?.source ?? fullSource(localName),
      versionConstraint: source?.versionConstraint ?? null,
      body: null,
      references: [],
      location: null,
    });
  }
  return providers;
}

function readProvider(
  context: ReadingContext,
  { labels, json, place }: LabelledBlock,
  required: ReadonlyMap<string, RequiredProvider>,
): ProviderBlock {
  const [localName = ""] = labels;
  const alias = literalString(context, json, "alias", place);
  const body: Body = { json, ...place, metaArguments: META_ARGUMENTS, templates: context.templates };
  const source = required.get(localName);
  return {
    key: alias === null ? localName : `${localName}.${alias}`,
    localName,
    alias,
    source: source?.source ?? fullSource(localName),
    versionConstraint: source?.versionConstraint ?? literalString(context, json, "version", place),
    body,
    references: bodyReferences(context, body),
    get location() {
      return place.file.locate(place.path);
    },
  };
}

function reportDuplicate(context: ReadingContext, provider: ProviderBlock, place: Place): void {
  report(
    context,
    place,
    "DUPLICATE",
    "Duplicate provider configuration",
    provider.alias === null
      ? `A default (non-aliased) provider configuration for "${provider.localName}" was already given. If multiple configurations are required, set the "alias" argument for alternative configurations.`
      : `A provider configuration for "${provider.localName}" with the alias "${provider.alias}" was already given.`,
  );
}

/** The first `backend` (or `cloud`) block. */
export function readBackend(
  context: ReadingContext,
  json: JsonObject,
  place: Place,
): { readonly type: string; readonly body: Body } | null {
  const [backend] = blocksOf(context, json.backend, at(place, "backend"), ["backend's type"]);
  const [cloud] = blocksOf(context, json.cloud, at(place, "cloud"), []);
  const block = backend ?? cloud;
  if (block === undefined) return null;
  const body: Body = {
    json: block.json,
    ...block.place,
    metaArguments: new Set(["//"]),
    templates: context.templates,
  };
  return { type: backend?.labels[0] ?? "cloud", body };
}
