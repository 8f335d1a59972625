/** The provider-equivalent: what `hashicorp/aws` knows of each resource type and data source. */

export { awsProviderSchema } from "./aws-provider-schema.js";
export { providerConfigurationOf } from "./provider-configuration.js";
export type * from "./provider-definition.js";
export { providerRegistry } from "./provider-registry.js";
export { type ChosenRelease, chooseRelease, type ReleaseEvidence } from "./release/choose-release.js";
export {
  NEWEST_RELEASE,
  type ProviderRelease,
  RELEASE_5_100,
  releaseText,
} from "./release/provider-release.js";
export type * from "./schema.js";
export type { ConfigDiagnostic } from "./sdk/validate-config.js";
export { stateAfterApply } from "./state-shape/read-state.js";
