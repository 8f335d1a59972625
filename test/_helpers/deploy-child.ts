import { promises } from "node:fs";
import { createAwsSession } from "../../modules/aws/index.js";
import { stackRun } from "./stack-run.js";

/**
 * Deploys the stack of a folder in a process of its own and kills it (SIGKILL) at one line of the journal:
 * `deploy-child.ts FOLDER before|after LINE`. Lines count from 1.
 */
const [directory = "", moment = "after", line = "0"] = process.argv.slice(2);
const killAt = Number(line);

const open = promises.open;
let lines = 0;
promises.open = async (...args) => {
  const handle = await open(...args);
  if (!String(args[0]).endsWith(".journal.jsonl")) return handle;
  const appendFile = handle.appendFile.bind(handle);
  const sync = handle.sync.bind(handle);
  handle.appendFile = async (...data) => {
    lines += 1;
    if (moment === "before" && lines === killAt) process.kill(process.pid, "SIGKILL");
    await appendFile(...data);
  };
  handle.sync = async () => {
    await sync();
    if (moment === "after" && lines === killAt) process.kill(process.pid, "SIGKILL");
  };
  return handle;
};

void stackRun(directory, createAwsSession())
  .deployWithJournal({ parallelism: 1, waive: ["FW-REPLACE-003"] })
  .then((summary) => {
    process.stdout.write(`${JSON.stringify({ lines, failed: summary.failed })}\n`);
  });
