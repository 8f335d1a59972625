import { FleetwrightError } from "../../diagnostics/index.js";
import { type FleetPlan, parsePlanFile } from "../../plan/index.js";
import { renderFleetPlan } from "../../report/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { ShowFlags } from "../commands/show-command.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { terminalOf } from "../terminal/terminal.js";
import { planSchemas } from "./plan-schemas.js";
import { readInput } from "./read-input.js";
import { savedVerdictText } from "./verdict-text.js";

/** `fleetwright show`: a saved plan as text, as it was shown first, or as Terraform plan JSON. */
export async function runShow(
  path: string,
  flags: ShowFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const file = parsePlanFile(await readInput(path, environment), path);
  const plan = selectStack(file, flags.stack);
  if (flags.json) {
    const stacks = Object.values(plan.stacks);
    const single = stacks.length === 1 ? stacks[0] : undefined;
    environment.stdout.write(`${JSON.stringify(single ?? { stacks: plan.stacks })}\n`);
    return EXIT.ok;
  }
  const { color, columns } = terminalOf(environment.stdout, environment.env);
  environment.stdout.write(renderFleetPlan(plan, { schemas: await planSchemas(), color, columns }));
  environment.stdout.write(await savedVerdictText(file));
  return EXIT.ok;
}

function selectStack(plan: FleetPlan, name: string | undefined): FleetPlan {
  if (name === undefined) return plan;
  const stack = plan.stacks[name];
  if (stack !== undefined) return { stacks: { [name]: stack } };
  throw new FleetwrightError("user", [
    {
      severity: "error",
      code: "STACK_NOT_FOUND",
      summary: `The plan has no stack "${name}"`,
      detail: `It has ${Object.keys(plan.stacks).sort().join(", ")}.`,
    },
  ]);
}
