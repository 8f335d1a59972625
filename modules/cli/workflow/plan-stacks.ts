import { relative, resolve } from "node:path";
import pLimit from "p-limit";
import type { AwsSession } from "../../aws/index.js";
import { type Diagnostic, FleetwrightError } from "../../diagnostics/index.js";
import type { StackPlan } from "../../plan/index.js";
import {
  evaluateProviders,
  type PlanStackInput,
  planStack,
  type ReadRequest,
  type ReadResult,
} from "../../planner/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import { credentialsOnce } from "./credentials-once.js";
import { liveProviders } from "./live-providers.js";
import { createLiveReads, type LiveReads } from "./live-reads.js";
import { type OpenStack, openStack } from "./open-stack.js";
import type { PlanListener } from "./plan-listener.js";
import type { PlanRequest } from "./plan-request.js";
import { stackRegistry } from "./stack-registry.js";
import type { StackDirectory } from "./synthesize.js";

/** How many stacks are worked on at once: enough to keep AWS's answers coming, few enough for memory. */
const STACKS_AT_ONCE = 32;

/** A stack with its plan, and what an apply of it needs. */
export interface PlannedStack extends OpenStack {
  readonly plan: StackPlan;
  /** Everything that the plan was made from, the reads included. */
  readonly input: PlanStackInput;
  readonly session: AwsSession;
}

/**
 * Plans all stacks, many at once. What goes wrong in one stack does not stop the others: all problems of all
 * stacks are thrown together at the end. `beforeState` is awaited before a stack's state is read, e.g. to
 * lock it.
 */
export async function planStacks(
  directories: readonly StackDirectory[],
  request: PlanRequest,
  environment: CliEnvironment,
  listener: PlanListener,
  beforeState?: (stack: OpenStack) => Promise<void>,
): Promise<readonly PlannedStack[]> {
  const reads = createLiveReads({
    credentialsTimeoutSeconds: request.credentialsTimeoutSeconds ?? 0,
    signal: environment.signal,
  });
  const unwatch = reads.session.watch((waiting) => listener.waiting?.(waiting));
  const limit = pLimit(STACKS_AT_ONCE);
  const many = directories.length > 1;
  const settled = await Promise.allSettled(
    directories.map((directory) =>
      limit(async () => {
        listener.stackStarted(directory.name);
        const stack = await openStack(directory, request, environment);
        await beforeState?.(stack);
        const planned = await planOneStack(stack, request, environment, reads, listener);
        listener.stackPlanned(directory.name);
        return planned;
      }),
    ),
  );
  unwatch();
  const problems: Diagnostic[] = [];
  const planned: PlannedStack[] = [];
  settled.forEach((result, index) => {
    if (result.status === "fulfilled") planned.push(result.value);
    else if (!FleetwrightError.is(result.reason)) throw result.reason;
    else {
      const directory = directories[index];
      if (directory === undefined) throw result.reason;
      problems.push(...result.reason.diagnostics.map((each) => inStack(each, directory, many, environment)));
    }
  });
  if (problems.length > 0) throw new FleetwrightError("user", credentialsOnce(problems));
  return planned.sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** Asks the planner until it has been told everything that it wants to know. */
async function planOneStack(
  stack: OpenStack,
  request: PlanRequest,
  environment: CliEnvironment,
  reads: LiveReads,
  listener: PlanListener,
): Promise<PlannedStack> {
  const state = await stack.backend.read();
  const registry = stackRegistry(stack.configuration, state, environment.env);
  const providers = evaluateProviders(stack.configuration);
  const providerFor = liveProviders((key) => providers.get(key));
  const known = new Map<string, ReadResult>();
  for (;;) {
    if (environment.signal.aborted) throw interrupted();
    const input: PlanStackInput = {
      configuration: stack.configuration,
      registry,
      state,
      reads: known,
      options: {
        stack: stack.name,
        directory: stack.directory,
        mode: request.mode,
        refresh: request.refresh,
        ...(request.find === undefined ? {} : { find: request.find }),
        targets: request.targets,
        replace: request.replace,
        timestamp: request.timestamp,
        terraformVersion: TERRAFORM_VERSION,
      },
    };
    const answer = planStack(input);
    if (answer.kind === "planned") {
      return { ...stack, plan: answer.plan, input, session: reads.session };
    }
    listener.readsStarted(stack.name, answer.reads);
    for (const [key, value] of await reads.read(answer.reads, providerFor, registry)) {
      known.set(key, value);
    }
    assertAnswered(answer.reads, known);
    listener.readsComplete(stack.name, answer.reads);
  }
}

/** The Terraform whose plan format and state format we write. */
const TERRAFORM_VERSION = "1.11.4";

function assertAnswered(requests: readonly ReadRequest[], known: ReadonlyMap<string, unknown>): void {
  const missing = requests.find(({ key }) => !known.has(key));
  if (missing !== undefined) throw new Error(`the read of ${missing.address} was not answered`);
}

/** Names the stack, and the file as seen from the working directory. */
function inStack(
  diagnostic: Diagnostic,
  stack: StackDirectory,
  many: boolean,
  environment: CliEnvironment,
): Diagnostic {
  const { address, location } = diagnostic;
  const named = address === undefined ? `stack ${stack.name}` : `${stack.name}: ${address}`;
  return {
    ...diagnostic,
    ...(many ? { address: named } : {}),
    ...(location === undefined
      ? {}
      : {
          location: {
            ...location,
            file: relative(environment.workingDirectory, resolve(stack.directory, location.file)),
          },
        }),
  };
}

function interrupted(): FleetwrightError {
  return new FleetwrightError("user", [
    { severity: "error", code: "INTERRUPTED", summary: "Interrupted while planning; nothing was changed" },
  ]);
}
