import { type AwsClients, type AwsSession, awsTargetOf } from "../../aws/index.js";
import type { ResourceChange } from "../../plan/index.js";
import { evaluateProviders } from "../../planner/index.js";
import { type JudgedPlans, type LiveSubject, resourceRegions } from "../../policy/index.js";
import type { PlannedStack } from "../workflow/plan-stacks.js";

/** Plans of ours: the provider block of each resource says where it is. */
export function liveSubjectsOf(stacks: readonly PlannedStack[]): readonly LiveSubject<AwsClients>[] {
  return stacks.map((stack) => {
    const providers = evaluateProviders(stack.configuration);
    return {
      plan: stack.plan,
      placeOf: (resource) => {
        const block = providers.get(providerKeyOf(resource, stack))?.block;
        const target = block === undefined ? null : awsTargetOf(block);
        return target === null ? null : stack.session.clientsFor(target);
      },
    };
  });
}

/**
 * Plans from files: what they hold is asked about in its region, with the credentials of the environment, because a
 * plan's JSON does not hold what its provider blocks came to.
 */
export function liveSubjectsOfFiles(
  plans: JudgedPlans,
  session: AwsSession,
  environment: { readonly [name: string]: string | undefined },
): readonly LiveSubject<AwsClients>[] {
  const { AWS_REGION, AWS_DEFAULT_REGION } = environment;
  return Object.values(plans.stacks).map((plan) => {
    const regionOf = resourceRegions(plan);
    return {
      plan,
      placeOf: (resource) => {
        const region = regionOf(resource) ?? AWS_REGION ?? AWS_DEFAULT_REGION;
        return region === undefined ? null : session.clientsFor({ region });
      },
    };
  });
}

/** Of a resource that the configuration no longer has: its stack's default provider. */
function providerKeyOf({ address }: ResourceChange, { configuration }: PlannedStack): string {
  return configuration.resources.get(address.replace(/\[[^\]]*\]$/, ""))?.providerKey ?? "aws";
}
