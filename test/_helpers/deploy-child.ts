import { createAwsSession } from "../../modules/aws/index.js";
import { stopAtJournalLine } from "./journal-stop.js";
import { stackRun } from "./stack-run.js";

/**
 * Deploys the stack of a folder in a process of its own, which kills itself (SIGKILL) at one line of the
 * journal: `deploy-child.ts FOLDER before|after LINE [RULE…]`, with the rules that this deploy breaks on purpose.
 */
const [directory = "", moment, line = "0", ...waive] = process.argv.slice(2);

stopAtJournalLine(moment === "before" ? "before" : "after", Number(line), () => {
  process.kill(process.pid, "SIGKILL");
  // The signal comes from outside of JavaScript: nothing may happen until it has come.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
});
void stackRun(directory, createAwsSession()).deployWithJournal({ parallelism: 1, waive });
