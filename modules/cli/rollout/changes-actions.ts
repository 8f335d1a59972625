import { FleetwrightError } from "../../diagnostics/index.js";
import type { PlanSource } from "../../plan/index.js";
import {
  bindVerdict,
  fleetContext,
  type GateContext,
  judge,
  type LiveFacts,
  planDigest,
} from "../../policy/index.js";
import { hasChanges } from "../../report/index.js";
import type { DisruptionFacts } from "../../rollout/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import { liveFactsForApply } from "../live-facts/live-facts-for-apply.js";
import { mergedLiveFacts } from "../live-facts/merged-live-facts.js";
import type { OpenStack } from "../workflow/open-stack.js";
import type { PlanListener } from "../workflow/plan-listener.js";
import { type PlanRequest, planSourceOf } from "../workflow/plan-request.js";
import { type PlannedStack, planStacks } from "../workflow/plan-stacks.js";
import { synthesize } from "../workflow/synthesize.js";
import { applyChangesStep } from "./apply-changes-step.js";
import type { RolloutFleetFlags } from "./open-fleet.js";
import type { ChangesActions, ChangesStepOf } from "./rollout-actions.js";
import type { RolloutCluster } from "./rollout-cluster.js";

/** Steps of planned changes: the stack is synthesized, planned for the step's addresses, judged and applied. */
export function changesActions(environment: CliEnvironment, flags: RolloutFleetFlags): ChangesActions {
  // Steps of one cluster share a state, so they take turns.
  const turns = new Map<string, Promise<unknown>>();
  const inTurn = <T>(cluster: string, run: () => Promise<T>): Promise<T> => {
    const before = turns.get(cluster) ?? Promise.resolve();
    const next = before.then(run, run);
    turns.set(cluster, next);
    return next;
  };
  const planned = async (
    step: ChangesStepOf,
    during: CliEnvironment = environment,
    beforeState?: (stack: OpenStack) => Promise<void>,
  ): Promise<{
    readonly stack: PlannedStack;
    readonly gate: GateContext;
    readonly source: PlanSource;
  }> => {
    const found = await synthesize({ fleet: flags.fleet, cluster: [step.cluster] }, environment);
    const request = requestFor(step.addresses, environment);
    const [stack] = await planStacks(
      found.stacks.filter(({ name }) => name === step.stack),
      request,
      during,
      silentListener,
      beforeState,
    );
    if (stack === undefined) throw missingStack(step);
    const gate = { now: environment.now().toISOString(), fleet: fleetContext(found.fleet) };
    return { stack, gate, source: planSourceOf(request, found.fleetPaths) };
  };
  return {
    fingerprints: (_, step) =>
      inTurn(step.cluster, async () => {
        const { stack } = await planned(step);
        const { fingerprints } = stack.plan.fleetwright;
        return Object.fromEntries(
          Object.entries(fingerprints).filter(([address]) => step.addresses.includes(address)),
        );
      }),
    plan: (cluster, step, disruptions) =>
      inTurn(step.cluster, async () => {
        const { stack, gate, source } = await planned(step);
        const plans = { stacks: { [stack.name]: stack.plan } };
        const live = mergedLiveFacts([
          await liveFactsForApply([stack], source.workspace, environment),
          budgetFacts(cluster, disruptions),
        ]);
        return {
          changes: hasChanges(stack.plan),
          digest: planDigest(plans),
          verdict: await judge(plans, { ...gate, live }),
        };
      }),
    apply: (_, step, request) =>
      inTurn(step.cluster, () =>
        applyChangesStep(step, request, environment, async (during, beforeState) => {
          const { stack, gate, source } = await planned(step, during, beforeState);
          const plan = { stacks: { [stack.name]: stack.plan } };
          const verdict = await judge(plan, gate);
          const boundVerdict = bindVerdict(plan, verdict);
          return { plan, verdict, boundVerdict, gate, stacks: [stack], source };
        }),
      ),
  };
}

/** The cluster's disruption budgets for the policies, where they are known. */
function budgetFacts(cluster: RolloutCluster, disruptions: DisruptionFacts | null): LiveFacts {
  if (disruptions?.seen !== true) return {};
  const { region, name } = cluster;
  return { clusters: { [`${region}/${name}`]: { disruptionBudgets: disruptions.budgets } } };
}

/** A plan of everything, or of these addresses. */
export function requestFor(targets: readonly string[], environment: CliEnvironment): PlanRequest {
  return {
    mode: "normal",
    refresh: true,
    targets,
    replace: [],
    variables: {},
    variableFiles: [],
    workspace: environment.env.TF_WORKSPACE ?? "default",
    stateFile: null,
    parallelism: 10,
    credentialsTimeoutSeconds: 3600,
    timestamp: environment
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, "Z"),
  };
}

/** For plans that nobody watches. */
export const silentListener: PlanListener = {
  stackStarted: () => undefined,
  readsStarted: () => undefined,
  readsComplete: () => undefined,
  stackPlanned: () => undefined,
  close: () => undefined,
};

function missingStack(step: ChangesStepOf): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "ROLLOUT_NO_STACK",
      summary: `There is no stack ${step.stack} any more`,
      detail:
        "The fleet file has changed since the rollout was planned. Abort this rollout and plan another.",
    },
  ]);
}
