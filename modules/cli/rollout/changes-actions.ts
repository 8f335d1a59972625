import { applyStack, approve } from "../../apply/index.js";
import { FleetwrightError } from "../../diagnostics/index.js";
import { createApplyEvaluation } from "../../planner/index.js";
import { bindVerdict, fleetContext, type GateContext, judge, planDigest } from "../../policy/index.js";
import { hasChanges } from "../../report/index.js";
import type { DisruptionFacts } from "../../rollout/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { PlanListener } from "../workflow/plan-listener.js";
import type { PlanRequest } from "../workflow/plan-request.js";
import { type PlannedStack, planStacks } from "../workflow/plan-stacks.js";
import { synthesize } from "../workflow/synthesize.js";
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
  const planned = async (step: ChangesStepOf): Promise<{ stack: PlannedStack; gate: GateContext }> => {
    const { fleet, stacks } = await synthesize({ fleet: flags.fleet, cluster: [step.cluster] }, environment);
    const [stack] = await planStacks(
      stacks.filter(({ name }) => name === step.stack),
      requestFor(step.addresses, environment),
      environment,
      silentListener,
    );
    if (stack === undefined) throw missingStack(step);
    return { stack, gate: { now: environment.now().toISOString(), fleet: fleetContext(fleet) } };
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
        const { stack, gate } = await planned(step);
        const plans = { stacks: { [stack.name]: stack.plan } };
        return {
          changes: hasChanges(stack.plan),
          digest: planDigest(plans),
          verdict: await judge(plans, { ...gate, ...liveBudgets(cluster, disruptions) }),
        };
      }),
    apply: (_, step, request) =>
      inTurn(step.cluster, async () => {
        // Planned once more: after a crash only what is left, which apply finds under way or done.
        const { stack, gate } = await planned(step);
        if (!hasChanges(stack.plan)) return { updateIds: [], attached: true };
        const plans = { stacks: { [stack.name]: stack.plan } };
        const verdict = await judge(plans, gate);
        const approved = await approve(plans, bindVerdict(plans, verdict), gate);
        const lock = await stack.backend.lock({
          operation: "OperationTypeApply",
          timeoutSeconds: 3_600,
          signal: request.signal,
        });
        try {
          const summary = await applyStack({
            stack: stack.name,
            approved,
            evaluation: createApplyEvaluation(stack.input),
            registry: stack.input.registry,
            session: stack.session,
            backend: stack.backend,
            parallelism: 10,
            stopSignal: request.signal,
            onEvent: (event) => {
              if (event.type === "operation-progress") {
                request.onProgress({ updateId: null, phase: event.phase ?? event.message, nodes: null });
              }
            },
          });
          const problems = summary.failed.flatMap(({ diagnostics }) => diagnostics);
          if (problems.length > 0) throw new FleetwrightError("aws", problems);
          return { updateIds: [], attached: false };
        } finally {
          await lock.release();
        }
      }),
  };
}

/** The cluster's disruption budgets for the policies, where they are known. */
function liveBudgets(
  cluster: RolloutCluster,
  disruptions: DisruptionFacts | null,
): Pick<GateContext, "live"> {
  if (disruptions?.seen !== true) return {};
  const clusters = {
    [`${cluster.region}/${cluster.name}`]: { disruptionBudgets: disruptions.budgets },
  };
  return { live: { clusters } };
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
