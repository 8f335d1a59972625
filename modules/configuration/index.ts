/** Terraform JSON, read: resources, data sources, providers, expressions, their graph and their values. */
export type { DecodableAttribute, DecodableBlock, DecodableNestedBlock } from "./block-schema.js";
export type { Body, SourceFile } from "./body.js";
export type {
  CheckBlock,
  ConditionRule,
  Configuration,
  IgnoredPath,
  ImportBlock,
  InstanceAddress,
  Lifecycle,
  LocalConfiguration,
  MovedBlock,
  OutputConfiguration,
  ProviderBlock,
  RemovedBlock,
  ReplaceTrigger,
  RequiredProvider,
  ResourceConfiguration,
  VariableConfiguration,
} from "./configuration.js";
export type { DependencyGraph } from "./dependency-graph.js";
export type { Expression } from "./expression.js";
export type { JsonObject, JsonValue } from "./json.js";
export type { Reference, ReferenceKind } from "./reference.js";
export type { Names, Scope } from "./scope.js";
