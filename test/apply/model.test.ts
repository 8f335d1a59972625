import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { ApplySummary } from "../../modules/apply/index.js";
import { createAwsSession } from "../../modules/aws/index.js";
import { FleetwrightError } from "../../modules/diagnostics/index.js";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { stateObjects } from "../../modules/state/index.js";
import { stopAtJournalLine } from "../_helpers/journal-stop.js";
import { SPEED } from "../_helpers/sandbox-calls.js";
import { stackConfiguration, type WantedStack } from "../_helpers/stack-configuration.js";
import { changesOf, type StackRun, stackRun } from "../_helpers/stack-run.js";

/** One thing that happens: somebody wants something else, and things go wrong while it is deployed. */
interface Step {
  readonly groups: readonly string[];
  readonly own: NonNullable<WantedStack["own"]>;
  readonly fault: "none" | "throttle" | "error" | "reset" | "drop-after";
  readonly everyNth: number;
  /** The journal line at which the deploy stands still for ever, if it gets there. */
  readonly stopAt: number | null;
  /** The autoscaler or somebody's hand moves a group before the deploy. */
  readonly drift: "none" | "desired" | "labels";
}

const groupNames = ["a", "b", "c"];
const own = fc.record({
  volumeSize: fc.constantFrom(50, 60, 70),
  maxSize: fc.constantFrom(3, 4, 5),
  labels: fc.constantFrom({ role: "worker" }, { role: "batch" }, { role: "batch", tier: "y" }),
  tags: fc.constantFrom({ Team: "infra" }, { Team: "platform", Env: "prod" }),
  instanceTypes: fc.constantFrom(["m5.large"], ["m5.xlarge"]),
});
const step: fc.Arbitrary<Step> = fc.record({
  groups: fc.subarray(groupNames, { minLength: 1 }),
  own: fc.record({ a: own, b: own, c: own }),
  fault: fc.constantFrom("none", "throttle", "error", "reset", "drop-after"),
  everyNth: fc.integer({ min: 3, max: 7 }),
  stopAt: fc.option(fc.integer({ min: 2, max: 20 })),
  drift: fc.constantFrom("none", "desired", "labels"),
});

const WAIVED = ["FW-REPLACE-003"];

async function isDenied(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return false;
  } catch (error) {
    if (FleetwrightError.is(error) && error.diagnostics.some(({ code }) => code === "APPLY_DENIED"))
      return true;
    throw error;
  }
}

/** Deploys until the end or the line at which everything stands still; null in the latter case. */
function deployUntil(stack: StackRun, line: number | null): Promise<ApplySummary | null> {
  const work = () => stack.deployWithJournal({ parallelism: 1, waive: WAIVED });
  if (line === null) return work();
  return new Promise((resolve, reject) => {
    const unhook = stopAtJournalLine("before", line, () => {
      unhook();
      resolve(null);
      return new Promise(() => undefined);
    });
    work().then(resolve, reject).finally(unhook);
  });
}

async function moveByHand(sandbox: Sandbox, drift: Step["drift"]): Promise<void> {
  const [group] = [...sandbox.world.tables.nodegroups.values()];
  if (group === undefined || drift === "none") return;
  const { EKS } = await import("@aws-sdk/client-eks");
  const eks = new EKS({
    region: "us-east-1",
    endpoint: sandbox.url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const key = { clusterName: "demo", nodegroupName: group.name };
  const { nodegroup } = await eks.describeNodegroup(key);
  const maxSize = nodegroup?.scalingConfig?.maxSize ?? 3;
  await eks.updateNodegroupConfig(
    drift === "desired"
      ? { ...key, scalingConfig: { minSize: 1, maxSize, desiredSize: maxSize } }
      : { ...key, labels: { addOrUpdateLabels: { by: "hand" } } },
  );
  sandbox.clock.finish();
}

function liveNames(sandbox: Sandbox): readonly string[] {
  const groups = [...sandbox.world.tables.nodegroups.values()].map(({ name }) => name);
  const templates = [...sandbox.world.tables.launchTemplates.values()].map(({ name }) => name);
  return [...groups, ...templates.filter((name) => !name.startsWith("eks-"))].sort();
}

async function storedNames(stack: StackRun): Promise<readonly string[]> {
  const state = await stack.backend.read();
  if (state === null) return [];
  return stateObjects(state)
    .filter(({ resource }) => resource.mode === "managed")
    .map(({ instance: { attributes } }) => String(attributes.node_group_name ?? attributes.name))
    .sort();
}

describe("any sequence of deploys, faults, kills and drift", () => {
  it("ends with the state equal to what is live, without orphans or duplicates, and never past the gate", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
        const directory = mkdtempSync(join(tmpdir(), "fleetwright-model-"));
        const sandbox = await startSandbox({
          clock: { factor: SPEED },
          seed: {
            defaults: { region: "us-east-1", account: "123456789012" },
            clusters: [
              { name: "demo", version: "1.32", subnets: { a: "subnet-a", b: "subnet-b", c: "subnet-c" } },
            ],
          },
        });
        try {
          const stack = stackRun(directory, createAwsSession({ maxAttempts: 15 }));
          for (const { drift, everyNth, fault, groups, own, stopAt } of steps) {
            await moveByHand(sandbox, drift);
            stack.configure(stackConfiguration({ groups, own, endpoint: sandbox.url }));
            if (fault !== "none") sandbox.faults.add({ kind: fault, everyNth });
            const effects = () =>
              sandbox.callLog
                .entries()
                .filter(({ operation, status }) => status < 400 && !/^(Describe|List|Get)/.test(operation))
                .length;
            const before = effects();
            let interrupted = false;
            const denied = await isDenied(
              deployUntil(stack, stopAt).then((summary) => {
                interrupted = summary === null;
              }),
            );
            if (denied) expect(effects()).toBe(before);
            sandbox.faults.clear();
            if (denied) continue;
            if (interrupted) {
              const rest = await stack.resume({ waive: WAIVED });
              expect(rest?.failed ?? []).toEqual([]);
            }
            // Once nothing goes wrong any more, one more deploy finishes what failed.
            if (await isDenied(stack.deployWithJournal({ waive: WAIVED }))) continue;
            sandbox.clock.finish();
            expect(changesOf((await stack.plan()).plan)).toEqual({});
            expect(await storedNames(stack)).toEqual(liveNames(sandbox));
          }
        } finally {
          await sandbox.close();
          rmSync(directory, { recursive: true, force: true });
        }
      }),
      { numRuns: Number(process.env.FLEETWRIGHT_MODEL_RUNS ?? 4), endOnFailure: true },
    );
  }, 600_000);
});
