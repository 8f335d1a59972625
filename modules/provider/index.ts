/** The provider-equivalent: what `hashicorp/aws` knows of each resource type and data source. */

export { awsProviderSchema } from "./aws-provider-schema.js";
export { providerConfigurationOf } from "./provider-configuration.js";
export type * from "./provider-definition.js";
export { providerRegistry } from "./provider-registry.js";
export type * from "./schema.js";
export type { ConfigDiagnostic } from "./sdk/validate-config.js";
export { stateAfterApply } from "./state-shape/read-state.js";
