import { abandonApply, type UnfinishedApply, unfinishedApplies } from "../../apply/index.js";
import { FleetwrightError } from "../../diagnostics/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { DeployFlags } from "../commands/deploy-command.js";
import { jsonEventWriter } from "../events/json-event-writer.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { ask } from "../terminal/ask.js";
import { requireSomebodyToAsk } from "./approval-question.js";
import { journalDirectory } from "./unfinished.js";

/**
 * `deploy -abandon`: gives the interrupted deploys of this directory up. Says first what was under way and may be
 * missing in the state, and asks unless `-auto-approve` is given. Nothing is undone and nothing is called.
 */
export async function abandonUnfinished(flags: DeployFlags, environment: CliEnvironment): Promise<ExitCode> {
  const journals = journalDirectory(environment, environment.env.TF_WORKSPACE ?? "default");
  const unfinished = await unfinishedApplies(journals);
  const running = unfinished.filter((apply) => apply.running);
  if (running.length > 0) throw stillRunning(running);
  const say = (message: string) => {
    if (flags.json) jsonEventWriter(environment)({ type: "log", message });
    else environment.stdout.write(`${message}\n`);
  };
  if (unfinished.length === 0) {
    say("No deploy was interrupted: there is nothing to give up.");
    return EXIT.ok;
  }
  for (const apply of unfinished) say(consequences(apply));
  if (!flags.autoApprove) {
    requireSomebodyToAsk(flags, environment);
    if ((await ask(QUESTION, environment)) !== "yes") {
      say("\nNothing was given up.");
      return environment.signal.aborted ? EXIT.interrupted : EXIT.error;
    }
  }
  for (const apply of unfinished) {
    const aside = await abandonApply(journals, apply);
    say(`The apply of ${apply.stack} is given up. Its journal is kept as ${aside}. Plan anew.`);
  }
  return EXIT.ok;
}

function stillRunning(running: readonly UnfinishedApply[]): FleetwrightError {
  return new FleetwrightError(
    "user",
    running.map(({ stack }) => ({
      severity: "error" as const,
      code: "JOURNAL_RUNNING",
      summary: `The apply of ${stack} is still running`,
      detail: "Interrupt it first: Ctrl-C there, or end its process.",
    })),
  );
}

const QUESTION = `
Do you want to give this up?
  Nothing is undone, and nobody will go on with it.
  Only 'yes' will be accepted to approve.

  Enter a value: `;

function consequences({ open, stack, startedAt }: UnfinishedApply): string {
  const begun = `The apply of ${stack} that began on ${new Date(startedAt).toISOString()}:`;
  if (open.length === 0) return `${begun}\n  nothing was under way; what it did is in the state.`;
  const lines = open.map(({ address, call, result, status }) => {
    const named = result.updateId === undefined ? result.id : `update ${result.updateId}`;
    const what = `${address}: ${call}${named === undefined ? "" : ` (${named})`}`;
    return `  ${what} ${status === "accepted" ? "was taken by AWS and goes on" : "may have reached AWS or not"}${missing(call, address, result.id)}`;
  });
  return [begun, ...lines].join("\n");
}

/** A created object that only the journal knows has to be brought into the state by hand. */
function missing(call: string, address: string, id: string | undefined): string {
  if (!/:Create(Nodegroup|LaunchTemplate)$/.test(call)) return "";
  return id === undefined
    ? `\n    Look in AWS whether it is there. If so, delete it, or: terraform import '${address}' ID`
    : `\n    The state does not know it yet. Delete it, or: terraform import '${address}' ${id}`;
}
