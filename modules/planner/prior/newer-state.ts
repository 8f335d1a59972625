import type { Diagnostic } from "../../diagnostics/index.js";
import { type ProviderRegistry, releaseText } from "../../provider/index.js";
import type { PriorInstance } from "./prior-state.js";

/**
 * Objects that a newer release of the provider wrote, in Terraform's words. Older objects need nothing: what
 * a release has dropped is left out where the state is read.
 */
export function newerStateProblems(
  priors: readonly PriorInstance[],
  registry: ProviderRegistry,
): readonly Diagnostic[] {
  return priors.flatMap(({ address, schemaVersion, type }): Diagnostic[] => {
    const known = registry.resourceType(type)?.schema.version;
    if (known === undefined || schemaVersion <= known) return [];
    return [
      {
        severity: "error",
        code: "PLAN_STATE_OF_NEWER_PROVIDER",
        summary: "Resource instance managed by newer provider version",
        detail: `The current state of ${address} was created by a newer provider version than is currently selected. Upgrade the aws provider to work with this state.\n\nThis plan is made as release ${releaseText(registry.release)} of the AWS provider, which the lock file, the version constraint or FLEETWRIGHT_AWS_PROVIDER asks for.`,
        address,
      },
    ];
  });
}
