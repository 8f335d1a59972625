import type { Configuration } from "../../configuration/index.js";
import { FleetwrightError } from "../../diagnostics/index.js";
import { chooseRelease, type ProviderRegistry, providerRegistry } from "../../provider/index.js";
import type { TerraformState } from "../../state/index.js";

const AWS_SOURCE = /(^|\/)hashicorp\/aws$/;

/**
 * What the stack's release of the AWS provider knows: the release that FLEETWRIGHT_AWS_PROVIDER asks for, or
 * the one that lock file, version constraint and state point to. Throws a FleetwrightError for a release that
 * cannot be planned.
 */
export function stackRegistry(
  configuration: Configuration,
  state: TerraformState | null,
  env: { readonly [name: string]: string | undefined },
): ProviderRegistry {
  const constraints = [
    ...[...configuration.requiredProviders.values()].filter(({ source }) => AWS_SOURCE.test(source)),
    ...[...configuration.providers.values()].filter(({ source }) => AWS_SOURCE.test(source)),
  ].flatMap(({ versionConstraint }) => (versionConstraint === null ? [] : [versionConstraint]));
  const locked = [...configuration.lockedProviders].find(([source]) => AWS_SOURCE.test(source))?.[1];
  const { release, problems } = chooseRelease({
    constraint: constraints.length === 0 ? null : [...new Set(constraints)].join(", "),
    locked: locked ?? null,
    requested: env.FLEETWRIGHT_AWS_PROVIDER || null,
    stateOf6: state !== null && writtenBy6(state),
  });
  if (problems.length > 0) throw new FleetwrightError("user", problems);
  return providerRegistry(release, env.AWS_REGION || env.AWS_DEFAULT_REGION || null);
}

/** Only 6.x keeps a region with its objects, and launch templates in their state's version 1. */
function writtenBy6(state: TerraformState): boolean {
  return state.resources.some(
    ({ type, mode, instances }) =>
      mode === "managed" &&
      (type === "aws_launch_template" || type === "aws_eks_node_group") &&
      instances.some(
        ({ schema_version, attributes }) => schema_version > 0 || typeof attributes.region === "string",
      ),
  );
}
