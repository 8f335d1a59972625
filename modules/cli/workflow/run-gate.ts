import { resolve } from "node:path";
import { FleetwrightError } from "../../diagnostics/index.js";
import { loadFleet } from "../../fleet/index.js";
import { fleetContext, judge, listRules, readPlanDocuments, readUserBundle } from "../../policy/index.js";
import { gateReporters } from "../../report/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { GateFlags } from "../commands/gate-command.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { planForGate } from "./plan-for-gate.js";

/** `fleetwright gate`: the verdict on plans of ours or of Terraform's. */
export async function runGate(flags: GateFlags, environment: CliEnvironment): Promise<ExitCode> {
  const synthesized = flags.cdktfOut !== undefined || flags.configuration !== undefined;
  const paths = [...(flags.plan === undefined ? [] : [flags.plan]), ...flags.terraformPlan];
  if (paths.length === 0 && !synthesized) {
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "GATE_NO_PLAN",
        summary: "No plan to judge",
        detail:
          "Name one with -plan (written by plan -out), -terraform-plan (printed by terraform show -json), -cdktf-out or -configuration (planned here).",
      },
    ]);
  }
  const absolute = (path: string) => (path === "-" ? path : resolve(environment.workingDirectory, path));
  const made = synthesized ? await planForGate(flags, environment) : null;
  const read =
    paths.length === 0
      ? null
      : await readPlanDocuments(paths.map(absolute), { whole: flags.policy.length > 0 });
  const plans = { stacks: { ...read?.stacks, ...made?.plans.stacks } };
  const fleet =
    flags.fleet.length === 0
      ? null
      : await loadFleet(flags.fleet, { workingDirectory: environment.workingDirectory });
  const userBundles = await Promise.all(flags.policy.map((path) => readUserBundle(absolute(path))));
  const verdict = await judge(plans, {
    now: environment.now().toISOString(),
    failOn: flags.failOn,
    ...made?.context,
    ...(fleet === null ? {} : { fleet: fleetContext(fleet.fleet) }),
    ...(flags.profile === undefined ? {} : { parameters: { profile: flags.profile } }),
    ...(userBundles.length === 0 ? {} : { userBundles }),
  });
  environment.stdout.write(gateReporters[flags.format]({ verdict, plans, rules: await listRules() }));
  return verdict.allowed ? EXIT.ok : EXIT.denied;
}
