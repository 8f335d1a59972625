import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type ApplyEvent,
  type ApplyStackRequest,
  type ApplySummary,
  applyStack,
  applyWithJournal,
  approve,
  requireContinuation,
  unfinishedApplies,
} from "../../modules/apply/index.js";
import { type AwsSession, awsTargetOf } from "../../modules/aws/index.js";
import { loadConfiguration } from "../../modules/configuration/index.js";
import { createLiveReader } from "../../modules/live/index.js";
import type { StackPlan } from "../../modules/plan/index.js";
import {
  createApplyEvaluation,
  evaluateProviders,
  type PlanOptions,
  type PlanStackInput,
  planStack,
  type ReadResult,
} from "../../modules/planner/index.js";
import { bindVerdict, judge } from "../../modules/policy/index.js";
import { type ProviderRegistry, providerRegistry } from "../../modules/provider/index.js";
import { openStateBackend, type StateBackend } from "../../modules/state/index.js";
import { fastClock } from "./sandbox-calls.js";

/** One stack in a folder, planned and applied by our own engine against whatever its provider block reaches. */
export interface StackRun {
  readonly directory: string;
  readonly backend: StateBackend;
  configure(configuration: unknown): void;
  plan(options?: Partial<PlanOptions>): Promise<{ readonly plan: StackPlan; readonly input: PlanStackInput }>;
  /** Plans, judges, approves and applies. */
  deploy(
    over?: Partial<ApplyStackRequest> & {
      readonly options?: Partial<PlanOptions>;
      /** Rules that this deploy breaks on purpose. */
      readonly waive?: readonly string[];
    },
  ): Promise<{
    readonly summary: ApplySummary;
    readonly events: readonly ApplyEvent[];
    readonly plan: StackPlan;
  }>;
  /** The same with a journal in the folder. */
  deployWithJournal(over?: JournaledDeploy): Promise<ApplySummary>;
  /** Goes on with an apply that was killed; null when there is none. */
  resume(over?: JournaledDeploy): Promise<ApplySummary | null>;
}

type JournaledDeploy = Partial<ApplyStackRequest> & { readonly waive?: readonly string[] };

const NOW = "2026-02-02T12:00:00Z";

export function stackRun(
  directory: string,
  session: AwsSession,
  registry: ProviderRegistry = providerRegistry(),
): StackRun {
  const backend = openStateBackend({ backend: undefined, stackDirectory: directory });
  const plan: StackRun["plan"] = async (options = {}) => {
    const configuration = await loadConfiguration(directory);
    const providers = evaluateProviders(configuration);
    const reader = createLiveReader({ registry, session });
    const reads = new Map<string, ReadResult>();
    const input: PlanStackInput = {
      configuration,
      registry,
      state: await backend.read(),
      reads,
      options: {
        stack: "test",
        directory,
        mode: "normal",
        refresh: true,
        targets: [],
        replace: [],
        timestamp: NOW,
        terraformVersion: "1.11.4",
        ...options,
      },
    };
    for (;;) {
      const result = planStack(input);
      if (result.kind === "planned") return { plan: result.plan, input };
      const found = await reader.read(result.reads, (key) => {
        const provider = providers.get(key);
        const target = provider === undefined ? null : awsTargetOf(provider.block);
        if (provider === undefined || target === null) throw new Error(`no provider ${key}`);
        return { target, configuration: provider.configuration };
      });
      for (const [key, object] of found) reads.set(key, object);
    }
  };
  const approvedOf = async (planned: StackPlan, waive: readonly string[]) => {
    const waivers = waive.map((rule) => ({
      rule,
      scope: {},
      owner: "tests",
      reason: "done on purpose",
      expires: "2026-12-31",
    }));
    const plans = { stacks: { test: planned } };
    const context = { now: NOW, waivers };
    return approve(plans, bindVerdict(plans, await judge(plans, context)), context);
  };
  const requestOf = async (planned: StackPlan, waive: readonly string[], input: PlanStackInput) => ({
    stack: "test",
    approved: await approvedOf(planned, waive),
    evaluation: createApplyEvaluation(input),
    registry,
    session,
    backend,
    clock: fastClock,
  });
  return {
    directory,
    backend,
    configure: (configuration) =>
      writeFileSync(join(directory, "main.tf.json"), JSON.stringify(configuration)),
    plan,
    async deploy({ options, waive = [], ...over } = {}) {
      const { input, plan: planned } = await plan(options);
      const events: ApplyEvent[] = [];
      const onEvent = (event: ApplyEvent) => events.push(event);
      const summary = await applyStack({ ...(await requestOf(planned, waive, input)), onEvent, ...over });
      return { summary, events, plan: planned };
    },
    async deployWithJournal({ waive = [], ...over } = {}) {
      const { input, plan: planned } = await plan();
      const planText = JSON.stringify(planned);
      const journal = { journalDirectory: join(directory, "journal"), planText };
      return applyWithJournal({ ...(await requestOf(planned, waive, input)), ...journal, ...over });
    },
    async resume({ waive = [], ...over } = {}) {
      const journalDirectory = join(directory, "journal");
      const [unfinished] = await unfinishedApplies(journalDirectory);
      if (unfinished === undefined) return null;
      const saved: StackPlan = JSON.parse(unfinished.planText);
      const { input } = await plan({ refresh: false });
      const request = await requestOf(saved, waive, input);
      requireContinuation(saved, request.evaluation.plan);
      return applyWithJournal({ ...request, journalDirectory, planText: unfinished.planText, ...over });
    },
  };
}

/** The addresses of a plan's changes with their actions, without those that change nothing. */
export function changesOf(plan: StackPlan): { readonly [address: string]: string } {
  const changes = (plan.resource_changes ?? []).filter(({ change }) => change.actions[0] !== "no-op");
  return Object.fromEntries(changes.map(({ address, change }) => [address, change.actions.join(",")]));
}
