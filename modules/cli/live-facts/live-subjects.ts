import { resolve } from "node:path";
import { type AwsClients, type AwsSession, type AwsTarget, awsTargetOf } from "../../aws/index.js";
import { type Configuration, loadConfiguration } from "../../configuration/index.js";
import type { PlanFile, ResourceChange } from "../../plan/index.js";
import { evaluateProviders } from "../../planner/index.js";
import { type JudgedPlan, type JudgedPlans, type LiveSubject, resourcePlaces } from "../../policy/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { PlannedStack } from "../workflow/plan-stacks.js";

/** Plans that were just made: the provider block of each resource says where it is. */
export function liveSubjectsOf(stacks: readonly PlannedStack[]): readonly LiveSubject<AwsClients>[] {
  return stacks.map(({ plan, configuration, session }) => subjectOf(plan, configuration, session));
}

/**
 * Saved plans: their configuration is read again for its provider blocks. Throws what reading it throws, e.g.
 * when it is gone.
 */
export async function liveSubjectsOfSaved(
  { stacks, source }: PlanFile,
  session: AwsSession,
  environment: CliEnvironment,
): Promise<readonly LiveSubject<AwsClients>[]> {
  const options = {
    variables: source.variables,
    varFiles: source.variable_files,
    env: environment.env,
    workspace: source.workspace,
  };
  return Promise.all(
    Object.values(stacks).map(async (plan) => {
      const directory = resolve(environment.workingDirectory, plan.fleetwright.directory);
      return subjectOf(plan, await loadConfiguration(directory, options), session);
    }),
  );
}

/**
 * Terraform plans from files: region, profile and role are those of the default provider block, as far as the
 * JSON tells them; the rest is the environment's, as in the AWS CLI.
 */
export function liveSubjectsOfFiles(
  plans: JudgedPlans,
  session: AwsSession,
  environment: CliEnvironment,
): readonly LiveSubject<AwsClients>[] {
  const { AWS_REGION, AWS_DEFAULT_REGION } = environment.env;
  return Object.values(plans.stacks).map((plan) => {
    const placeOf = resourcePlaces(plan);
    return {
      plan,
      placeOf: (resource) => {
        const { region = AWS_REGION ?? AWS_DEFAULT_REGION, profile, roleArn } = placeOf(resource);
        if (region === undefined) return null;
        const target: AwsTarget = {
          region,
          ...(profile === undefined ? {} : { profile }),
          ...(roleArn === undefined ? {} : { assumeRole: { roleArn } }),
        };
        return session.clientsFor(target);
      },
    };
  });
}

function subjectOf(
  plan: JudgedPlan,
  configuration: Configuration,
  session: AwsSession,
): LiveSubject<AwsClients> {
  const providers = evaluateProviders(configuration);
  return {
    plan,
    placeOf: (resource) => {
      const block = providers.get(providerKeyOf(resource, configuration))?.block;
      const target = block === undefined ? null : awsTargetOf(block);
      return target === null ? null : session.clientsFor(target);
    },
  };
}

/** Of a resource that the configuration no longer has: its stack's default provider. */
function providerKeyOf({ address }: ResourceChange, configuration: Configuration): string {
  return configuration.resources.get(address.replace(/\[[^\]]*\]$/, ""))?.providerKey ?? "aws";
}
