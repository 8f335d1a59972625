/**
 * The whole mission once, against the sandbox: plan, gate, deploy, an autoscaler at work, a change refused.
 * Everything goes through the command line as a user would type it. Run it with `npm run demo`.
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { commandLine, type Run } from "./command-line.js";
import { heading, say, shorten } from "./narration.js";

const examples = join(__dirname, "..");

async function demo(sandbox: Sandbox, directory: string): Promise<void> {
  const started = Date.now();
  const fleetwright = commandLine(directory, sandbox.url);
  const runs: Run[] = [];
  const step = async (argv: readonly string[], expected: number, show = shorten): Promise<Run> => {
    const run = await fleetwright(argv, show);
    if (run.exitCode !== expected) {
      throw new Error(`expected exit code ${expected}, got ${run.exitCode}:\n${run.stderr}`);
    }
    runs.push(run);
    return run;
  };

  heading("1", "A live world of three clusters, in the sandbox");
  say(
    `It listens on ${sandbox.url} and speaks the AWS protocols; a minute of its time takes a tenth of a second.`,
  );
  say(
    "prod-eu-1 has been upgraded, but its on-demand nodes have not followed yet; staging-eu-1 is up to date.",
  );
  say("prod-us-1 is one Kubernetes version behind. Some node groups of the fleet file do not exist yet.");

  heading("2", "What would change, and do the policies allow it?");
  await step(["plan", "-fleet", "fleet", "-out", "fleet.plan"], 0);

  heading("3", "Deploy exactly that plan");
  const begun = sandbox.clock.now();
  await step(["deploy", "fleet.plan"], 0, (text) => text);
  const minutes = Math.round((sandbox.clock.now() - begun) / 60_000);
  say(`That took ${minutes} minutes of the world's time.`);

  heading("4", "The plan is done: planning again finds nothing, and the saved plan is stale");
  await step(["plan", "-fleet", "fleet", "-detailed-exitcode"], 0);
  await step(["deploy", "fleet.plan"], 4);

  heading("5", "The cluster-autoscaler moves a node group; the next plan leaves it alone");
  await autoscale(sandbox, { cluster: "prod-eu-1", nodegroup: "prod-eu-1-0-spot-arm64", desired: 9 });
  say("The autoscaler has set prod-eu-1-0-spot-arm64 to 9 nodes.");
  await step(["plan", "-fleet", "fleet", "-cluster", "prod-eu-1", "-detailed-exitcode"], 0);

  heading("6", "A change that the policies deny is refused");
  const denied = ["-fleet", "fleet/fleet.yaml", "-fleet", "fleet-denied/production-us.yaml"];
  const before = mutations(sandbox);
  await step(["deploy", "-auto-approve", ...denied], 3);
  say(`AWS calls that change anything, since the refusal began: ${mutations(sandbox) - before}.`);

  heading("7", "Summary");
  for (const { command, exitCode, seconds } of runs) {
    say(`exit ${exitCode}  ${seconds.toFixed(1).padStart(5)} s  ${command}`);
  }
  say(`${sandbox.callLog.total} AWS calls, ${mutations(sandbox)} of them changed something.`);
  say(`The whole demo took ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** How many calls so far were not reads. */
function mutations(sandbox: Sandbox): number {
  return sandbox.callLog.entries({}).filter(({ operation }) => !/^(Describe|Get|List|Assume)/.test(operation))
    .length;
}

async function autoscale(
  sandbox: Sandbox,
  body: { readonly cluster: string; readonly nodegroup: string; readonly desired: number },
): Promise<void> {
  const answer = await fetch(`${sandbox.url}/_sandbox/autoscale`, {
    method: "POST",
    body: JSON.stringify({ ...body, region: "eu-central-1", account: "444455556666", seen: true }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

async function main(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "fleetwright-demo-"));
  const sandbox = await startSandbox({ seed: join(examples, "sandbox.yaml"), clock: { factor: 600 } });
  try {
    await cp(join(examples, "fleet"), join(directory, "fleet"), { recursive: true });
    await cp(join(examples, "fleet-denied"), join(directory, "fleet-denied"), { recursive: true });
    await demo(sandbox, directory);
  } finally {
    await sandbox.close();
    await rm(directory, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
