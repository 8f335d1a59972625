/** Terraform JSON, read: resources, data sources, providers, expressions, their graph and their values. */
export type { DecodableAttribute, DecodableBlock, DecodableNestedBlock } from "./block-schema.js";
export type { Body, SourceFile } from "./body.js";
export { type ConditionResult, checkConditions } from "./check-conditions.js";
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
export { type ConfigurationSchemas, configurationJson } from "./configuration-json.js";
export { ConversionError } from "./conversion/conversion-error.js";
export { convertValue } from "./conversion/convert-value.js";
export { formatNumber } from "./conversion/format-number.js";
export { createScope, type ScopeOptions, withCount, withEach, withSelf } from "./create-scope.js";
export { type EvaluatedBlock, evaluateBlock } from "./decoding/evaluate-block.js";
export type { DependencyGraph } from "./dependency-graph.js";
export { evaluate } from "./evaluate.js";
export { type EvaluatedTrigger, evaluateTrigger } from "./evaluate-trigger.js";
export { type Expansion, expandInstances, instanceScopes } from "./expand-instances.js";
export type { Expression } from "./expression.js";
export { expressionAttribute, expressionValue } from "./expression-value.js";
export type { JsonObject, JsonValue } from "./json.js";
export { type LoadOptions, loadConfiguration } from "./load-configuration.js";
export type { Reference, ReferenceKind } from "./reference.js";
export { referenceTexts } from "./reference-texts.js";
export type { Names, Scope } from "./scope.js";
