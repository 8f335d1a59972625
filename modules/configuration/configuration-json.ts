import { compareBytes } from "../values/index.js";
import type { DecodableBlock } from "./block-schema.js";
import type { Body } from "./body.js";
import type {
  Configuration,
  ModuleCall,
  OutputConfiguration,
  ResourceConfiguration,
} from "./configuration.js";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "./json.js";
import { nodeOfJson } from "./reading/make-expression.js";
import { referencesOf } from "./reading/references-of.js";
import { referenceTexts } from "./reference-texts.js";

export interface ConfigurationSchemas {
  provider(localName: string): DecodableBlock | undefined;
  resource(
    mode: "managed" | "data",
    type: string,
  ): { readonly version: number; readonly block: DecodableBlock } | undefined;
}

/**
 * The `configuration` part of Terraform's plan JSON. The expressions of a type without schema are left out: what
 * is a block and what an attribute is not known there.
 */
export function configurationJson(configuration: Configuration, schemas: ConfigurationSchemas): JsonObject {
  const providers = [...configuration.providers.values()].sort((a, b) => compareBytes(a.key, b.key));
  const outputs = [...configuration.outputs.values()].sort((a, b) => compareBytes(a.name, b.name));
  const variables = [...configuration.variables.values()].sort((a, b) => compareBytes(a.name, b.name));
  const modules = [...configuration.modules.values()].sort((a, b) => compareBytes(a.name, b.name));
  const resources = [...configuration.resources.values()].sort(
    (a, b) => compareBytes(b.mode, a.mode) || compareBytes(a.type, b.type) || compareBytes(a.name, b.name),
  );
  return {
    provider_config: Object.fromEntries(
      providers.map((provider): [string, JsonValue] => [
        provider.key,
        {
          name: provider.localName,
          full_name: provider.source,
          ...(provider.alias === null ? {} : { alias: provider.alias }),
          ...(provider.versionConstraint === null ? {} : { version_constraint: provider.versionConstraint }),
          ...expressionsOf(provider.body, schemas.provider(provider.localName)),
        },
      ]),
    ),
    root_module: {
      ...(outputs.length === 0
        ? {}
        : { outputs: Object.fromEntries(outputs.map((output) => [output.name, outputJson(output)])) }),
      ...(resources.length === 0
        ? {}
        : { resources: resources.map((resource) => resourceJson(resource, schemas)) }),
      ...(modules.length === 0
        ? {}
        : { module_calls: Object.fromEntries(modules.map((call) => [call.name, moduleCallJson(call)])) }),
      ...(variables.length === 0
        ? {}
        : {
            variables: Object.fromEntries(
              variables.map((variable): [string, JsonValue] => [
                variable.name,
                {
                  ...(variable.defaultJson === undefined || variable.defaultJson === null
                    ? {}
                    : { default: variable.defaultJson }),
                  ...(variable.description === null ? {} : { description: variable.description }),
                  ...(variable.sensitive ? { sensitive: true } : {}),
                },
              ]),
            ),
          }),
    },
  };
}

/** The call alone: what the module itself holds is not read. */
function moduleCallJson({ arguments: given, ...call }: ModuleCall): JsonObject {
  const { count, dependsOn, forEach, source, versionConstraint } = call;
  const expressions = [...given]
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([name, { json, references }]) => [name, expressionJson(json, references)] as const);
  return {
    ...(source === null ? {} : { source }),
    ...(expressions.length === 0 ? {} : { expressions: Object.fromEntries(expressions) }),
    ...(count === null ? {} : { count_expression: expressionJson(count.json, count.references) }),
    ...(forEach === null ? {} : { for_each_expression: expressionJson(forEach.json, forEach.references) }),
    module: {},
    ...(versionConstraint === null ? {} : { version_constraint: versionConstraint }),
    ...(dependsOn.length === 0 ? {} : { depends_on: dependsOn.map(({ subject }) => subject) }),
  };
}

function outputJson(output: OutputConfiguration): JsonObject {
  return {
    ...(output.sensitive ? { sensitive: true } : {}),
    expression: expressionJson(output.expression.json, output.expression.references),
    ...(output.dependsOn.length === 0 ? {} : { depends_on: output.dependsOn.map(({ subject }) => subject) }),
    ...(output.description === null ? {} : { description: output.description }),
  };
}

function resourceJson(resource: ResourceConfiguration, schemas: ConfigurationSchemas): JsonObject {
  const schema = schemas.resource(resource.mode, resource.type);
  const { count, forEach, dependsOn } = resource;
  return {
    address: resource.address,
    mode: resource.mode,
    type: resource.type,
    name: resource.name,
    provider_config_key: resource.providerKey,
    ...expressionsOf(resource.body, schema?.block),
    schema_version: schema?.version ?? 0,
    ...(count === null ? {} : { count_expression: expressionJson(count.json, count.references) }),
    ...(forEach === null ? {} : { for_each_expression: expressionJson(forEach.json, forEach.references) }),
    ...(dependsOn.length === 0 ? {} : { depends_on: dependsOn.map(({ subject }) => subject) }),
  };
}

function expressionsOf(body: Body | null, schema: DecodableBlock | undefined): JsonObject {
  if (body === null || schema === undefined) return {};
  const expressions = blockJson(body.json, schema, body);
  return Object.keys(expressions).length === 0 ? {} : { expressions };
}

function blockJson(json: JsonObject, schema: DecodableBlock, body: Body): JsonObject {
  const found: [string, JsonValue][] = [];
  for (const name of Object.keys(schema.attributes)) {
    const value = Object.hasOwn(json, name) ? json[name] : undefined;
    if (value === undefined) continue;
    found.push([name, expressionJson(value, referencesOf(nodeOfJson(value, body.templates)))]);
  }
  for (const [name, nested] of Object.entries(schema.blocks)) {
    const blocks = flatten(Object.hasOwn(json, name) ? json[name] : undefined);
    const [first] = blocks;
    if (first === undefined) continue;
    found.push([
      name,
      nested.nesting === "single"
        ? blockJson(first, nested.block, body)
        : blocks.map((block) => blockJson(block, nested.block, body)),
    ]);
  }
  return Object.fromEntries(found.sort(([a], [b]) => compareBytes(a, b)));
}

function flatten(json: JsonValue | undefined): JsonObject[] {
  if (isJsonObject(json)) return [json];
  return isJsonArray(json) ? json.flatMap(flatten) : [];
}

/** In Terraform JSON the text of an expression always counts as its constant value, references or not. */
function expressionJson(json: JsonValue, references: Parameters<typeof referenceTexts>[0]): JsonObject {
  const texts = referenceTexts(references);
  return {
    constant_value: json,
    ...(texts.length === 0 ? {} : { references: texts }),
  };
}
