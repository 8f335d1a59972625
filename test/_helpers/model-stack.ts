import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EKS } from "@aws-sdk/client-eks";
import { createAwsSession } from "../../modules/aws/index.js";
import { FleetwrightError } from "../../modules/diagnostics/index.js";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { stopAtJournalLine } from "./journal-stop.js";
import { disagreements } from "./live-agreement.js";
import { SPEED } from "./sandbox-calls.js";
import { stackConfiguration, type WantedStack } from "./stack-configuration.js";
import { changesOf, type StackRun, stackRun } from "./stack-run.js";

/** What somebody else does to the world. */
export type Meddling = "autoscale" | "label" | "tag" | "delete" | "template-version";

/** Rules that the random stacks break on purpose. */
const WAIVED = ["FW-REPLACE-001", "FW-REPLACE-002", "FW-REPLACE-003"];

/** A stack and its world, to which anything may happen. */
export interface ModelStack {
  readonly sandbox: Sandbox;
  configure(wanted: WantedStack): void;
  meddle(how: Meddling): Promise<void>;
  /**
   * Deploys. At the given line of its journal it stands still for ever, as one that was killed, or somebody
   * meddles meanwhile. `denied`: the policies forbade it.
   */
  deploy(how: {
    readonly killAt?: readonly ["before" | "after", number] | undefined;
    readonly meddleAt?: readonly [Meddling, number] | undefined;
    readonly parallelism: number;
  }): Promise<"ended" | "killed" | "denied" | "refused">;
  /** Goes on with what was interrupted and deploys until nothing is left, while nothing goes wrong. */
  settle(): Promise<readonly string[]>;
  /** How many calls have changed something since the beginning, anybody's. */
  effects(): number;
  close(): Promise<void>;
}

export async function startModelStack(): Promise<ModelStack> {
  const directory = mkdtempSync(join(tmpdir(), "fleetwright-model-"));
  const sandbox = await startSandbox({
    clock: { factor: SPEED },
    seed: {
      defaults: { region: "us-east-1", account: "123456789012" },
      clusters: [{ name: "demo", version: "1.32", subnets: { a: "subnet-a", b: "subnet-b", c: "subnet-c" } }],
    },
  });
  const stack = stackRun(directory, createAwsSession({ maxAttempts: 15 }));
  const eks = new EKS({
    region: "us-east-1",
    endpoint: sandbox.url,
    maxAttempts: 15,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  return {
    sandbox,
    effects: () => sandbox.callLog.entries().filter(({ changed }) => changed).length,
    meddle: (how) => meddleWith(sandbox, eks, how),
    configure: (wanted) => stack.configure(stackConfiguration({ ...wanted, endpoint: sandbox.url })),
    deploy: (how) => deployUntil(stack, how, (meddling) => meddleWith(sandbox, eks, meddling)),
    async settle() {
      await stack.resume({ waive: WAIVED });
      const problems: string[] = [];
      let outcome = "";
      for (let round = 0; round < 4; round += 1) {
        outcome = await outcomeOf(stack.deployWithJournal({ waive: WAIVED }));
        if (outcome === "denied") break;
        sandbox.clock.finish();
        if (Object.keys(changesOf((await stack.plan()).plan)).length === 0) break;
      }
      const found = disagreements(await stack.backend.read(), sandbox);
      if (outcome === "denied") {
        // What others did stays then; yet nothing may have been lost.
        problems.push(
          "denied",
          ...found.filter((problem) => /nobody's|of another object|deposed/.test(problem)),
        );
      } else {
        const left = Object.entries(changesOf((await stack.plan()).plan));
        problems.push(
          ...left.map(([address, action]) => `${address} is still to be changed: ${action}`),
          ...found,
        );
      }
      return problems;
    },
    async close() {
      eks.destroy();
      await sandbox.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function deployUntil(
  stack: StackRun,
  { killAt, meddleAt, parallelism }: Parameters<ModelStack["deploy"]>[0],
  meddle: (how: Meddling) => Promise<void>,
): Promise<"ended" | "killed" | "denied" | "refused"> {
  const unhooks: (() => void)[] = [];
  const killed = new Promise<"killed">((resolve) => {
    if (killAt === undefined) return;
    const [moment, line] = killAt;
    const stop = () => {
      resolve("killed");
      return new Promise<never>(() => undefined);
    };
    unhooks.push(stopAtJournalLine(moment, line, stop));
  });
  if (meddleAt !== undefined) {
    const [how, line] = meddleAt;
    unhooks.push(stopAtJournalLine("after", line, () => meddle(how)));
  }
  // One after the other where it is killed: what else runs would go on otherwise, as no dead process does.
  const deploy = stack.deployWithJournal({
    parallelism: killAt === undefined ? parallelism : 1,
    waive: WAIVED,
  });
  try {
    return await Promise.race([killed, outcomeOf(deploy)]);
  } finally {
    for (const unhook of unhooks.reverse()) unhook();
  }
}

/** `refused`: an apply that was interrupted before has to be gone on with first. */
async function outcomeOf(deploy: Promise<unknown>): Promise<"ended" | "denied" | "refused"> {
  try {
    await deploy;
    return "ended";
  } catch (error) {
    if (!FleetwrightError.is(error)) throw error;
    const codes = error.diagnostics.map(({ code }) => code);
    if (codes.includes("APPLY_DENIED")) return "denied";
    if (codes.includes("JOURNAL_OTHER_PLAN") || codes.includes("JOURNAL_UNFINISHED")) return "refused";
    throw error;
  }
}

/** Whatever AWS refuses, because we are at work just there, does not happen. */
async function meddleWith(sandbox: Sandbox, eks: EKS, how: Meddling): Promise<void> {
  await meddling(sandbox, eks, how).catch(() => undefined);
}

async function meddling(sandbox: Sandbox, eks: EKS, how: Meddling): Promise<void> {
  const { launchTemplates, launchTemplateVersions, nodegroups } = sandbox.world.tables;
  const group = [...nodegroups.values()].find(({ status }) => status === "ACTIVE");
  if (group === undefined) return;
  const key = { clusterName: group.cluster, nodegroupName: group.name };
  const arn = (await eks.describeNodegroup(key)).nodegroup?.nodegroupArn;
  switch (how) {
    case "autoscale": {
      const { maxSize, minSize } = group.scaling;
      await eks.updateNodegroupConfig({ ...key, scalingConfig: { minSize, maxSize, desiredSize: maxSize } });
      return;
    }
    case "label":
      await eks.updateNodegroupConfig({ ...key, labels: { addOrUpdateLabels: { by: "hand" } } });
      return;
    case "tag":
      await eks.tagResource({ resourceArn: arn, tags: { by: "hand" } });
      return;
    case "delete":
      await eks.deleteNodegroup(key);
      return;
    case "template-version": {
      const template = [...launchTemplates.values()].find(({ id }) => id === group.launchTemplate?.id);
      const latest = [...launchTemplateVersions.values()].find(
        ({ templateId, version }) => templateId === template?.id && version === template.latestVersion,
      );
      if (template === undefined || latest === undefined) return;
      launchTemplateVersions.put({ ...latest, version: latest.version + 1 });
      launchTemplates.put({ ...template, latestVersion: latest.version + 1 });
    }
  }
}
