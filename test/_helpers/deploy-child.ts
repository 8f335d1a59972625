import { createAwsSession } from "../../modules/aws/index.js";
import { stopAtJournalLine } from "./journal-stop.js";
import { stackRun } from "./stack-run.js";

/**
 * Deploys the stack of a folder in a process of its own and kills it (SIGKILL) at one line of the journal:
 * `deploy-child.ts FOLDER before|after LINE`.
 */
const [directory = "", moment, line = "0"] = process.argv.slice(2);

stopAtJournalLine(moment === "before" ? "before" : "after", Number(line), () => {
  process.kill(process.pid, "SIGKILL");
});
void stackRun(directory, createAwsSession()).deployWithJournal({ parallelism: 1, waive: ["FW-REPLACE-003"] });
