import { type AwsSession, type Clock, systemClock } from "../aws/index.js";
import type { Diagnostic } from "../diagnostics/index.js";
import { FleetwrightError } from "../diagnostics/index.js";
import type { ProviderRegistry } from "../provider/index.js";
import type { StateBackend, TerraformState } from "../state/index.js";
import { emptyState, removeInstance, stateObjects } from "../state/index.js";
import type { ObjectValue } from "../values/index.js";
import { type ApplyContext, type OpenOperation, readContextOf } from "./apply-context.js";
import type { ApplyEvaluation } from "./apply-evaluation.js";
import type { ApplyEvent } from "./apply-event.js";
import { applyGraph } from "./apply-graph.js";
import type { ApplyNode } from "./apply-node.js";
import { type ApplySummary, summarize } from "./apply-summary.js";
import { type ApprovedPlans, requireApproval } from "./approve.js";
import { changeObject } from "./change-object.js";
import { deleteObject, forgetObject } from "./delete-object.js";
import { followOperations, openNodes } from "./follow-operations.js";
import { forgetfulJournal, type Journal } from "./journal.js";
import { endsTheRun } from "./left-open.js";
import { deposedKeyOf } from "./operation-token.js";
import { idOf, instanceKeyOf, putObject } from "./put-object.js";
import { runGraph } from "./run-graph.js";
import { createStateKeeper } from "./state-keeper.js";

export interface ApplyStackRequest {
  readonly stack: string;
  readonly approved: ApprovedPlans;
  /** From the same input as the approved plan. */
  readonly evaluation: ApplyEvaluation;
  readonly registry: ProviderRegistry;
  readonly session: AwsSession;
  readonly backend: StateBackend;
  /** Resources changed at once, Terraform's `-parallelism`. Default 10. */
  readonly parallelism?: number;
  /** Aborted: start nothing more, finish what runs, save the state. */
  readonly stopSignal?: AbortSignal;
  /** Aborted: stop waiting too; what runs on in AWS is in the journal. */
  readonly abortSignal?: AbortSignal;
  readonly journal?: Journal;
  readonly onEvent?: (event: ApplyEvent) => void;
  readonly clock?: Clock;
  /** When the first run of this plan began; a resumed run passes the first one's. Milliseconds. */
  readonly startedAt?: number;
}

/**
 * Carries out an approved plan of one stack: independent resources at once, each after what it depends on,
 * state written after every one. A failure stops what depends on it and nothing else. Throws only when it
 * could not begin (APPLY_DENIED, STATE_…); everything that happens afterwards is in the summary.
 */
export async function applyStack(request: ApplyStackRequest): Promise<ApplySummary> {
  const { approved, evaluation, stack } = request;
  requireApproval(approved, stack);
  const clock = request.clock ?? systemClock;
  const emit: ApplyContext["emit"] = (event) => request.onEvent?.({ ...event, stack });
  const before = (await request.backend.read()) ?? emptyState();
  const keeper = createStateKeeper(request.backend, before, (serial) =>
    emit({ type: "state-saved", serial }),
  );
  const open: OpenOperation[] = [];
  const context: ApplyContext = {
    stack,
    evaluation,
    registry: request.registry,
    session: request.session,
    clock,
    startedAt: request.startedAt ?? clock.now(),
    planDigest: approved.planDigest,
    journal: request.journal ?? forgetfulJournal(),
    state: keeper,
    signal: request.abortSignal ?? new AbortController().signal,
    leaveOpen: (operation) => open.push(operation),
    emit,
    objects: new Map(currentObjects(evaluation)),
    priors: evaluation.priors,
  };
  const planned = applyGraph(evaluation, (address) => deposedKeyOf(approved.planDigest, address));
  const nodes = [...planned, ...openNodes(context, planned)];
  await keeper.update((state) => withPriors(state, context));

  const problems = new Map<string, readonly Diagnostic[]>();
  const reasons = new Map<string, string>();
  const stop = request.stopSignal ?? new AbortController().signal;
  const futile = new AbortController();
  const outcomes = await runGraph(nodes, {
    parallelism: request.parallelism ?? 10,
    signal: AbortSignal.any([stop, futile.signal]),
    run: (node) => runNode(node, context, problems, () => futile.abort("the AWS credentials were not valid")),
    onSkipped: (node, reason) => {
      reasons.set(node.id, reason);
      const { action, address } = node;
      if (action !== "none") emit({ type: "resource-skipped", address, action, reason });
    },
  });
  const complete = [...outcomes.values()].every((outcome) => outcome === "done");
  const ofOutputs = await saveOutputs(context, complete);
  const unsaved = await finishState(context);
  return {
    ...summarize(stack, nodes, outcomes, problems, reasons, stop.aborted),
    open,
    stateSaved: unsaved.length === 0,
    diagnostics: [...ofOutputs, ...unsaved],
  };
}

/** Outputs of what failed cannot be told; then they stay as they were. */
async function saveOutputs(context: ApplyContext, complete: boolean): Promise<readonly Diagnostic[]> {
  try {
    await context.state.update((state) =>
      withOutputs(complete ? afterDestroy(state, context) : state, context),
    );
    return [];
  } catch (error) {
    if (!FleetwrightError.is(error)) throw error;
    return complete ? error.diagnostics : [];
  }
}

/** Why the state could not be written, not even at last. What it lacks is in the journal. */
async function finishState(context: ApplyContext): Promise<readonly Diagnostic[]> {
  try {
    await context.state.finish();
    return [];
  } catch (error) {
    return diagnosticsOf(error).map((problem) => ({
      ...problem,
      detail: [problem.detail, "What was done and is not in the state is in the journal of this deploy."]
        .filter((part) => part !== undefined)
        .join("\n"),
    }));
  }
}

async function runNode(
  node: ApplyNode,
  context: ApplyContext,
  problems: Map<string, readonly Diagnostic[]>,
  endRun: () => void,
): Promise<boolean> {
  if (node.action === "none") return true;
  const { action, address } = node;
  const start = context.clock.now();
  const elapsedSeconds = () => Math.round((context.clock.now() - start) / 1000);
  const before = context.objects.get(address);
  context.emit({ type: "resource-started", address, action, id: idOf(before) });
  try {
    const object = await carryOut(node, context);
    if (object !== undefined) context.objects.set(address, object);
    const id = idOf(object ?? before);
    context.emit({ type: "resource-complete", address, action, id, elapsedSeconds: elapsedSeconds() });
    return true;
  } catch (error) {
    const diagnostics = diagnosticsOf(error, address);
    problems.set(node.id, diagnostics);
    if (endsTheRun(error)) endRun();
    context.emit({ type: "resource-failed", address, action, diagnostics, elapsedSeconds: elapsedSeconds() });
    return false;
  }
}

async function carryOut(node: ApplyNode, context: ApplyContext): Promise<ObjectValue | undefined> {
  if (node.follows.length > 0) return followOperations(node, context);
  switch (node.action) {
    case "create":
    case "update":
      return changeObject(node, context);
    case "delete":
      await deleteObject(node, context);
      return undefined;
    case "forget":
      await forgetObject(node, context);
      return undefined;
    case "read":
      return readDataSource(node, context);
    case "none":
      return undefined;
  }
}

async function readDataSource(node: ApplyNode, context: ApplyContext): Promise<ObjectValue> {
  const source = context.registry.dataSource(node.type);
  if (source === undefined) {
    throw new FleetwrightError("tool", [
      {
        severity: "error",
        code: "TYPE_UNKNOWN",
        summary: `${node.type} cannot be read`,
        address: node.address,
      },
    ]);
  }
  const evaluated = context.evaluation.evaluate(node.address, context.objects);
  const object = await source.read(evaluated.config, readContextOf(context, node.resourceAddress));
  const change = (context.evaluation.plan.resource_changes ?? []).find(
    ({ address }) => address === node.address,
  );
  const stored = {
    mode: "data" as const,
    type: node.type,
    name: change?.name ?? "",
    key: change?.index ?? null,
    providerName: evaluated.providerName,
    object,
    sensitivePaths: evaluated.sensitivePaths,
    tainted: false,
    createBeforeDestroy: false,
    dependencies: [],
  };
  await context.state.update((state) => putObject(state, stored, source.schema, undefined));
  return object;
}

function currentObjects(evaluation: ApplyEvaluation): [string, ObjectValue][] {
  return evaluation.priors.flatMap(({ address, deposed, object }): [string, ObjectValue][] =>
    deposed === undefined ? [[address, object]] : [],
  );
}

/**
 * The state with every object as the refresh found it. What is gone leaves it; what the plan did not look at,
 * and types that Fleetwright does not know, stay as they are.
 */
function withPriors(state: TerraformState, context: ApplyContext): TerraformState {
  let next = state;
  for (const { address, change } of context.evaluation.plan.resource_drift ?? []) {
    if (change.actions[0] !== "delete") continue;
    const gone = stateObjects(next).find(
      (object) => object.address === address && object.instance.deposed === undefined,
    );
    if (gone === undefined) continue;
    const { mode, name, type } = gone.resource;
    next = removeInstance(next, instanceKeyOf({ mode, name, type, key: gone.instance.index_key ?? null }));
  }
  for (const prior of context.priors) {
    const type = prior.mode === "managed" ? context.registry.resourceType(prior.type) : undefined;
    const source = prior.mode === "data" ? context.registry.dataSource(prior.type) : undefined;
    const schema = (type ?? source)?.schema;
    if (schema !== undefined) next = putObject(next, prior, schema, type);
  }
  return next === state ? { ...state } : next;
}

/** Once everything is destroyed, what data sources read is of no more use: Terraform leaves an empty state. */
function afterDestroy(state: TerraformState, context: ApplyContext): TerraformState {
  const { child_modules: modules, resources } = context.evaluation.plan.planned_values.root_module;
  const nothingLeft = (resources ?? []).length === 0 && (modules ?? []).length === 0;
  const held = state.resources.some(({ mode }) => mode === "managed");
  return nothingLeft && !held && state.resources.length > 0 ? { ...state, resources: [] } : state;
}

/** The state with the outputs' values; those that the plan deletes, as a destroy does, are gone. */
function withOutputs(state: TerraformState, context: ApplyContext): TerraformState {
  const changes = Object.values(context.evaluation.plan.output_changes ?? {});
  const allGo = changes.length > 0 && changes.every(({ actions }) => actions[0] === "delete");
  const outputs = Object.entries(allGo ? {} : context.evaluation.outputs(context.objects)).map(
    ([name, { sensitive, type, value }]): [string, TerraformState["outputs"][string]] => [
      name,
      { value, type, ...(sensitive ? { sensitive } : {}) },
    ],
  );
  const next = Object.fromEntries(outputs);
  return JSON.stringify(next) === JSON.stringify(state.outputs) ? state : { ...state, outputs: next };
}

function diagnosticsOf(error: unknown, address?: string): readonly Diagnostic[] {
  const named = address === undefined ? {} : { address };
  if (FleetwrightError.is(error)) return error.diagnostics.map((diagnostic) => ({ ...named, ...diagnostic }));
  const summary = error instanceof Error ? error.message : String(error);
  return [{ severity: "error", code: "APPLY_FAILED", summary, ...named }];
}
