/**
 * What the rollout engine itself costs: `npm run bench -- rollout [clusters…]`, or
 * `rollout-distributed` for the engine on PostgreSQL. The fleet answers at once,
 * so all that is measured is workflow, journal (with its fsyncs) or database, and memory.
 */
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type FleetFacts,
  openDistributedEngine,
  openLocalEngine,
  parseRolloutDefinition,
  planRollout,
  type RolloutActions,
  type RolloutStep,
} from "../modules/rollout/index.js";
import { startPostgres } from "../test/_helpers/postgres.js";
import { table } from "./table.js";

const groupsPerCluster = 6;
const atOnce = 50;

async function main(): Promise<void> {
  const asked = process.argv.slice(2).map(Number).filter(Number.isInteger);
  const rows: string[][] = [];
  const postgres = process.argv.includes("distributed") ? await startPostgres() : null;
  for (const clusters of asked.length === 0 ? [10, 100, 1_000] : asked) {
    rows.push(await row(clusters, postgres?.url));
  }
  await postgres?.stop();
  process.stdout.write(
    table(
      [
        "clusters",
        "steps",
        "plan",
        "run",
        "a step",
        "processor a step",
        "resume when done",
        "journal",
        "heap in use",
        "resident",
      ],
      rows,
    ),
  );
  process.stdout.write(
    `\nEvery step passes its four records (let in, looked at, done, healthy), each on the disk before the next; ${atOnce} clusters at once, two groups each.\n`,
  );
}

async function row(clusters: number, databaseUrl: string | undefined): Promise<string[]> {
  const directory = mkdtempSync(join(tmpdir(), "fleetwright-bench-"));
  try {
    const engine =
      databaseUrl === undefined
        ? await openLocalEngine({ directory })
        : await openDistributedEngine({ databaseUrl, clustersPerRunner: atOnce });
    const definition = parseRolloutDefinition({
      maxConcurrentClusters: atOnce,
      maxConcurrentGroups: 2,
      zones: "together",
      waves: [{ name: "all", clusters: "all" }],
    });
    const planned = performance.now();
    const plan = planRollout(definition, facts(clusters), { kind: "release", releases: null });
    const planTime = performance.now() - planned;
    const id = await engine.start({ plan, who: "bench", title: "bench", at: 0, planDigest: "" });
    const options = {
      actions: immediateActions(),
      signal: new AbortController().signal,
      whenIdle: "leave",
    } as const;
    let heap = 0;
    const watch = setInterval(() => {
      heap = Math.max(heap, process.memoryUsage().heapUsed);
    }, 50);
    const began = performance.now();
    const processor = process.cpuUsage();
    const outcome = await engine.run(id, options);
    const runTime = performance.now() - began;
    clearInterval(watch);
    const { user, system } = process.cpuUsage(processor);
    if (outcome.kind !== "ended" || outcome.result.outcome !== "completed") throw new Error("not completed");
    const again = performance.now();
    await engine.run(id, options);
    const againTime = performance.now() - again;
    await engine.close();
    const journal = join(directory, `${id}.jsonl`);
    const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;
    return [
      String(clusters),
      String(plan.totals.steps),
      `${Math.round(planTime)} ms`,
      `${(runTime / 1_000).toFixed(1)} s`,
      `${(runTime / plan.totals.steps).toFixed(2)} ms`,
      `${((user + system) / 1000 / plan.totals.steps).toFixed(2)} ms`,
      `${(againTime / 1_000).toFixed(1)} s`,
      existsSync(journal) ? megabytes(statSync(journal).size) : "in the database",
      megabytes(heap),
      megabytes(process.memoryUsage().rss),
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function facts(clusters: number): FleetFacts {
  return {
    releases: { AL2023_x86_64_STANDARD: { "1.33": "1.33.1-20260301" } },
    addonVersions: {},
    clusters: Array.from({ length: clusters }, (_, index) => {
      const name = `cluster-${index}`;
      return {
        name,
        stack: name,
        labels: {},
        region: "eu-central-1",
        account: "111122223333",
        version: "1.33",
        addons: [],
        plan: null,
        nodeGroups: Array.from({ length: groupsPerCluster }, (_unused, group) => ({
          name: `${name}-${group}`,
          address: null,
          group: `${name}-${group}`,
          zone: null,
          zoneCount: 1,
          amiType: "AL2023_x86_64_STANDARD",
          version: "1.33",
          releaseVersion: "1.33.0-20260101",
          scaling: { min: 1, max: 4, desired: 2 },
          updateConfig: { maxUnavailable: 1, maxUnavailablePercentage: null },
          attributes: null,
        })),
      };
    }),
  };
}

function immediateActions(): RolloutActions {
  const done = new Set<string>();
  const observe = (step: RolloutStep) => {
    if (step.kind !== "node-group") throw new Error("only node groups here");
    const at = done.has(step.nodeGroup) ? step.to : step.from;
    return {
      cluster: { status: "ACTIVE", version: step.clusterVersion },
      addon: null,
      nodeGroup: { status: "ACTIVE", ...at, scaling: step.scaling, healthIssues: [] },
      runningUpdate: null,
      fingerprints: {},
      kubernetes: null,
    };
  };
  return {
    clock: { now: () => Date.now(), sleep: async () => undefined },
    waivers: async () => [],
    observe: async (step) => observe(step),
    planStep: async () => ({
      changes: true,
      digest: "sha256:bench",
      verdict: {
        allowed: true,
        findings: [],
        notDecided: [],
        counts: { deny: 0, warn: 0, info: 0, waived: 0, notDecided: 0 },
        stacks: {},
        judgedAt: "",
        failOn: "deny",
        bundleDigest: "",
        parametersDigest: "",
      },
    }),
    applyStep: async ({ step }) => {
      if (step.kind === "node-group") done.add(step.nodeGroup);
      return { updateIds: ["update"], attached: false };
    },
  };
}

void main().then(() => process.exit(0));
