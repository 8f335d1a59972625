import {
  type Configuration,
  createScope,
  evaluateBlock,
  type ProviderBlock,
  type Scope,
} from "../../configuration/index.js";
import { awsProviderSchema, providerConfigurationOf } from "../../provider/index.js";
import { UNKNOWN } from "../../values/index.js";
import type { EvaluatedProvider } from "../walk/plan-walk.js";

const AWS_SOURCE = /(^|\/)hashicorp\/aws$/;

/** Evaluates a provider block. Only `aws` blocks say anything to us. */
export function evaluateProvider(block: ProviderBlock | undefined, scope: Scope): EvaluatedProvider {
  if (block === undefined || block.body === null || !AWS_SOURCE.test(block.source))
    return { block: {}, configuration: providerConfigurationOf({}) };
  const { value } = evaluateBlock(block.body, awsProviderSchema, scope);
  return { block: value, configuration: providerConfigurationOf(value) };
}

/**
 * The provider blocks of a configuration, evaluated before anything is read: what refers to a resource or a
 * data source is unknown in them.
 */
export function evaluateProviders(configuration: Configuration): ReadonlyMap<string, EvaluatedProvider> {
  const scope = createScope(configuration, { resource: () => UNKNOWN });
  return new Map(
    [...configuration.providers].map(([key, block]) => [key, evaluateProvider(block, scope)] as const),
  );
}
