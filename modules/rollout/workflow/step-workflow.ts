import { createHash } from "node:crypto";
import { z } from "zod";
import type { Diagnostic } from "../../diagnostics/index.js";
import type { PlannedStep } from "../plan/rollout-plan.js";
import { admit } from "./admit.js";
import { diagnosticsOf } from "./diagnostics-of.js";
import type { Durable } from "./durable.js";
import { passHealthGate } from "./health-gate.js";
import { prepare } from "./prepare.js";
import {
  type Admission,
  type Application,
  admissionSchema,
  applicationSchema,
  type GateResult,
  gateSchema,
  type Preparation,
  preparationSchema,
  type StepResult,
} from "./results.js";
import type { RolloutWorld } from "./rollout-world.js";

export const stepInputSchema = z.object({ wave: z.string(), step: z.string(), attempt: z.number() });

export type StepInput = z.infer<typeof stepInputSchema>;

/**
 * One step: let in, looked at and judged, done, and found healthy. Each of the four is recorded, so a runner that
 * comes after a crash goes on where the last one was; what was being done is done again in a way that repeats
 * nothing (see `RolloutActions.applyStep`).
 */
export async function stepWorkflow(
  durable: Durable,
  world: RolloutWorld,
  input: StepInput,
): Promise<StepResult> {
  const planned = world.index.step(input.step);
  const admission = await durable.step("admit", admissionSchema, () => admit(world, input, planned));
  if (!admission.go) return result(input, { admission });
  const preparation = await durable.step("prepare", preparationSchema, async () => {
    const found = await prepare(world, planned.step);
    if (found.decision === "skip" && input.attempt === 1) {
      reportDone(world, input, found.reason, admission.at, [], false);
    }
    if (found.decision === "stop") await reportFailed(world, input, found.diagnostics);
    return found;
  });
  if (preparation.decision === "stop") return result(input, { admission, preparation });
  if (preparation.decision === "skip") {
    if (input.attempt === 1) return result(input, { admission, preparation });
    // It may be here because an earlier attempt was done but not found healthy.
    const gate = await durable.step("gate", gateSchema, () =>
      passed(world, input, planned, admission.at, {
        skipped: preparation.reason,
        updateIds: [],
        attached: false,
      }),
    );
    return result(input, { admission, preparation, gate });
  }
  const application = await durable.step("apply", applicationSchema, () =>
    apply(world, input, planned, preparation),
  );
  if (application.outcome === "failed") return result(input, { admission, preparation, application });
  const { updateIds, attached } = application;
  const gate = await durable.step("gate", gateSchema, () =>
    passed(world, input, planned, admission.at, { skipped: null, updateIds, attached }),
  );
  return result(input, { admission, preparation, application, gate });
}

async function passed(
  world: RolloutWorld,
  input: StepInput,
  { step }: PlannedStep,
  since: number,
  done: {
    readonly skipped: string | null;
    readonly updateIds: readonly string[];
    readonly attached: boolean;
  },
): Promise<GateResult> {
  const diagnostics = await passHealthGate(world, input.wave, step, since);
  if (diagnostics.length > 0) await reportFailed(world, input, diagnostics);
  else reportDone(world, input, done.skipped, since, done.updateIds, done.attached);
  return { diagnostics, at: world.actions.clock.now() };
}

async function apply(
  world: RolloutWorld,
  input: StepInput,
  { step }: PlannedStep,
  preparation: Extract<Preparation, { decision: "apply" }>,
): Promise<Application> {
  world.emit({ type: "step-started", step: step.id, attempt: input.attempt, force: preparation.force });
  try {
    const applied = await world.actions.applyStep({
      step,
      planDigest: preparation.planDigest,
      token: stepToken(world.rollout, input),
      force: preparation.force,
      signal: world.signal,
      onProgress: (progress) => world.emit({ type: "step-progress", step: step.id, ...progress }),
    });
    return {
      outcome: "applied",
      updateIds: [...applied.updateIds],
      attached: applied.attached,
      finishedAt: world.actions.clock.now(),
    };
  } catch (error) {
    const diagnostics = diagnosticsOf(world, error);
    await reportFailed(world, input, diagnostics);
    return { outcome: "failed", diagnostics: [...diagnostics], finishedAt: world.actions.clock.now() };
  }
}

/** EKS takes at most 64 characters. */
function stepToken(rollout: string, input: StepInput): string {
  return createHash("sha256")
    .update(`${rollout}\n${input.step}\n${input.attempt}`)
    .digest("hex")
    .slice(0, 56);
}

function reportDone(
  world: RolloutWorld,
  { step }: StepInput,
  skipped: string | null,
  since: number,
  updateIds: readonly string[],
  attached: boolean,
): void {
  const seconds = Math.round((world.actions.clock.now() - since) / 1_000);
  world.emit({ type: "step-done", step, skipped, seconds, updateIds, attached });
}

async function reportFailed(
  world: RolloutWorld,
  { wave, step, attempt }: StepInput,
  diagnostics: readonly Diagnostic[],
): Promise<void> {
  await world.failures.add(wave, attempt, step);
  world.emit({ type: "step-failed", step, attempt, diagnostics });
}

function result(
  { step, attempt }: StepInput,
  parts: {
    readonly admission: Admission;
    readonly preparation?: Preparation;
    readonly application?: Application;
    readonly gate?: { readonly diagnostics: readonly Diagnostic[]; readonly at: number };
  },
): StepResult {
  const { admission, preparation, application, gate } = parts;
  const applied = application?.outcome === "applied" ? application : undefined;
  const judged = preparation?.decision === "apply" ? preparation : undefined;
  const diagnostics = [
    ...(preparation?.decision === "stop" ? preparation.diagnostics : []),
    ...(application?.outcome === "failed" ? application.diagnostics : []),
    ...(gate?.diagnostics ?? []),
  ];
  const outcome = !admission.go
    ? "not-started"
    : preparation?.decision === "stop" || diagnostics.length > 0
      ? "failed"
      : preparation?.decision === "skip"
        ? "skipped"
        : "done";
  return {
    step,
    attempt,
    outcome,
    reason: admission.go ? (preparation?.decision === "skip" ? preparation.reason : null) : admission.reason,
    startedAt: admission.go ? admission.at : null,
    finishedAt: gate?.at ?? application?.finishedAt ?? null,
    updateIds: applied?.updateIds ?? [],
    attached: applied?.attached ?? false,
    planDigest: judged?.planDigest ?? null,
    bundleDigest: judged?.bundleDigest ?? null,
    findings: judged?.findings ?? [],
    waivers: judged?.waivers ?? [],
    force: judged?.force ?? false,
    drift: preparation?.drift ?? [],
    diagnostics,
  };
}
