import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type ApplyEvaluation,
  type ApplyEvent,
  type ApplyStackRequest,
  type ApplySummary,
  applyStack,
  approve,
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
} from "../../modules/planner/index.js";
import { bindVerdict, judge } from "../../modules/policy/index.js";
import { providerRegistry } from "../../modules/provider/index.js";
import { openStateBackend, type StateBackend } from "../../modules/state/index.js";
import type { ObjectValue } from "../../modules/values/index.js";
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
}

const NOW = "2026-02-02T12:00:00Z";

export function stackRun(directory: string, session: AwsSession): StackRun {
  const registry = providerRegistry();
  const backend = openStateBackend({ backend: undefined, stackDirectory: directory });
  const plan: StackRun["plan"] = async (options = {}) => {
    const configuration = await loadConfiguration(directory);
    const providers = evaluateProviders(configuration);
    const reader = createLiveReader({ registry, session });
    const reads = new Map<string, ObjectValue | null>();
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
  return {
    directory,
    backend,
    configure: (configuration) =>
      writeFileSync(join(directory, "main.tf.json"), JSON.stringify(configuration)),
    plan,
    async deploy({ options, waive = [], ...over } = {}) {
      const { input, plan: planned } = await plan(options);
      const plans = { stacks: { test: planned } };
      const waivers = waive.map((rule) => ({
        rule,
        scope: {},
        owner: "tests",
        reason: "done on purpose",
        expires: "2026-12-31",
      }));
      const context = { now: NOW, waivers };
      const bound = bindVerdict(plans, await judge(plans, context));
      const approved = await approve(plans, bound, context);
      const evaluation: ApplyEvaluation = createApplyEvaluation(input);
      const events: ApplyEvent[] = [];
      const summary = await applyStack({
        stack: "test",
        approved,
        evaluation,
        registry,
        session,
        backend,
        clock: fastClock,
        onEvent: (event) => events.push(event),
        ...over,
      });
      return { summary, events, plan: planned };
    },
  };
}

/** The addresses of a plan's changes with their actions, without those that change nothing. */
export function changesOf(plan: StackPlan): { readonly [address: string]: string } {
  const changes = (plan.resource_changes ?? []).filter(({ change }) => change.actions[0] !== "no-op");
  return Object.fromEntries(changes.map(({ address, change }) => [address, change.actions.join(",")]));
}
