import { isAbsolute, join, relative, resolve } from "node:path";
import { FleetwrightError } from "../../diagnostics/index.js";
import { loadFleet } from "../../fleet/index.js";
import {
  type Finding,
  fleetContext,
  type GateContext,
  judge,
  listRules,
  readLiveFacts,
  readUserBundle,
} from "../../policy/index.js";
import { gateReporters } from "../../report/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { GateFlags } from "../commands/gate-command.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { mergedLiveFacts } from "../live-facts/merged-live-facts.js";
import { type PlansForGate, plansOfFiles } from "./plans-of-files.js";
import { readInput } from "./read-input.js";

/** `fleetwright gate`: the verdict on plans of ours or of Terraform's. */
export async function runGate(flags: GateFlags, environment: CliEnvironment): Promise<ExitCode> {
  const synthesized = flags.cdktfOut !== undefined || flags.configuration !== undefined;
  const files = flags.plan !== undefined || flags.terraformPlan.length > 0;
  if (!files && !synthesized) throw noPlan();
  const parts = [
    ...(files ? [await plansOfFiles(flags, environment)] : []),
    ...(synthesized ? [await planHere(flags, environment)] : []),
    ...(flags.liveFacts === undefined ? [] : [await writtenFacts(flags.liveFacts, environment)]),
  ];
  const plans = { stacks: Object.assign({}, ...parts.map((part) => part.plans.stacks)) };
  const verdict = await judge(plans, {
    now: environment.now().toISOString(),
    failOn: flags.failOn,
    ...joined(parts),
    ...(await ownContext(flags, environment)),
  });
  const placed = { ...verdict, findings: fromRepositoryRoot(verdict.findings, environment) };
  environment.stdout.write(gateReporters[flags.format]({ verdict: placed, plans, rules: await listRules() }));
  const broken = verdict.findings.filter(({ rule }) => rule === "FW-GATE-007");
  if (broken.length > 0) throw bundlesBroken(broken);
  return verdict.allowed ? EXIT.ok : EXIT.denied;
}

/** The report says that the plan is denied; that a policy is broken is nothing that the plan could mend. */
function bundlesBroken(findings: readonly Finding[]): FleetwrightError {
  return new FleetwrightError(
    "user",
    findings.map(({ message, recommendedAction }) => ({
      severity: "error",
      code: "GATE_BUNDLE_BROKEN",
      summary: message,
      detail: recommendedAction,
    })),
  );
}

/** What the flags say, whatever the plans bring along. */
async function ownContext(flags: GateFlags, environment: CliEnvironment): Promise<Partial<GateContext>> {
  const { workingDirectory } = environment;
  const userBundles = await Promise.all(
    flags.policy.map((path) => readUserBundle(resolve(workingDirectory, path))),
  );
  const fleet = flags.fleet.length === 0 ? null : await loadFleet(flags.fleet, { workingDirectory });
  return {
    ...(fleet === null ? {} : { fleet: fleetContext(fleet.fleet) }),
    ...(flags.profile === undefined ? {} : { parameters: { profile: flags.profile } }),
    ...(userBundles.length === 0 ? {} : { userBundles }),
  };
}

/** Planning takes much of the program with it, and most gates judge what was planned before. */
async function planHere(flags: GateFlags, environment: CliEnvironment): Promise<PlansForGate> {
  const { planForGate } = await import("./plan-for-gate.js");
  return planForGate(flags, environment);
}

/** Live facts that a program of the user's own wrote down. */
async function writtenFacts(path: string, environment: CliEnvironment): Promise<PlansForGate> {
  const text = await readInput(path, environment);
  const live = await readLiveFacts(jsonOf(text), path);
  return { plans: { stacks: {} }, context: { live } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The context of several sources of plans: live facts add up, each plan is found by its own locator. */
function joined(parts: readonly PlansForGate[]): PlansForGate["context"] {
  const fleet = parts.find(({ context }) => context.fleet !== undefined)?.context.fleet;
  const parameters = parts.find(({ context }) => context.parameters !== undefined)?.context.parameters;
  const lives = parts.flatMap(({ context }) => (context.live === undefined ? [] : [context.live]));
  return {
    ...(fleet === undefined ? {} : { fleet }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(lives.length === 0 ? {} : { live: mergedLiveFacts(lives) }),
    locate: (stack, address, attribute) => {
      for (const { context } of parts) {
        const place = context.locate?.(stack, address, attribute);
        if (place !== undefined) return place;
      }
      return undefined;
    },
  };
}

/**
 * In a pipeline, places are named from the repository's root, whichever folder the gate runs in: that is where
 * annotations and code scanning look for files.
 */
function fromRepositoryRoot(
  findings: readonly Finding[],
  { env, workingDirectory }: CliEnvironment,
): readonly Finding[] {
  const root = env.GITHUB_WORKSPACE ?? env.CI_PROJECT_DIR;
  if (root === undefined || root === "") return findings;
  const prefix = relative(root, workingDirectory);
  if (prefix === "" || prefix.startsWith("..") || isAbsolute(prefix)) return findings;
  return findings.map((finding) => {
    const { location } = finding;
    if (location === undefined || isAbsolute(location.file)) return finding;
    return { ...finding, location: { ...location, file: join(prefix, location.file) } };
  });
}

function noPlan(): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "GATE_NO_PLAN",
      summary: "No plan to judge",
      detail:
        "Name one with -plan (written by plan -out), -terraform-plan (printed by terraform show -json), -cdktf-out or -configuration (planned here).",
    },
  ]);
}
