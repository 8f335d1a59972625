import { setTimeout as sleep } from "node:timers/promises";
import { startPostgres } from "../test/_helpers/postgres.js";
import {
  type RolloutTrial,
  startTrial,
  type TrialOptions,
  timesRolled,
} from "../test/_helpers/rollout-trial.js";

/**
 * Rollouts of a large fleet against the sandbox, with runners that are killed, and what the sandbox's own record of
 * the world says of them. `tsx bench/rollout-proof.ts local|distributed|failures|minors [clusters]`.
 */
const waves = ["canary", "staging", "early", "production", "rest"];
const shares = [0.02, 0.1, 0.2, 0.4, 1];
const windows = {
  timeZone: "UTC",
  open: [{ from: "06:00", to: "22:00" }],
  startMargin: "1h",
};

function optionsFor(clusters: number): TrialOptions {
  return {
    clusters,
    waveOf: (index) => waves[shares.findIndex((share) => index < Math.ceil(share * clusters))] ?? "rest",
    groupsPerZone: 3,
    zones: ["eu-central-1a", "eu-central-1b"],
    nodes: 1,
    speed: 200,
    target: { kind: "release", releases: null },
    definition: {
      maxConcurrentClusters: 20,
      maxConcurrentGroups: 2,
      soak: "30m",
      windows,
      waves: waves.map((name) => ({ name, clusters: { labels: { wave: name } } })),
    },
  };
}

async function local(clusters: number, kills: number): Promise<void> {
  const trial = await startTrial(optionsFor(clusters));
  try {
    let killed = 0;
    for (;;) {
      const { process: runner, ended } = trial.runner();
      // Longer than a runner needs to begin, so that it dies at work.
      const life = 4_000 + Math.random() * 5_000;
      if (killed < kills) void sleep(life).then(() => runner.kill("SIGKILL"));
      const { code, said } = await ended;
      if (code !== null) {
        console.log(`killed ${killed} times; the last runner said: ${said.text.trim()}`);
        break;
      }
      killed += 1;
    }
    await report(trial, optionsFor(clusters));
  } finally {
    await trial.close();
  }
}

async function distributed(clusters: number): Promise<void> {
  const postgres = await startPostgres();
  const options = { ...optionsFor(clusters), databaseUrl: postgres.url, clustersPerRunner: 10 };
  const trial = await startTrial(options);
  try {
    const runners = [trial.runner(), trial.runner(), trial.runner()];
    await Promise.race([trial.begun(2), sleep(60_000)]);
    await sleep(15_000 + Math.random() * 5_000);
    runners[0]?.process.kill("SIGKILL");
    await sleep(10_000 + Math.random() * 5_000);
    runners[1]?.process.kill("SIGKILL");
    const ends = await Promise.all(runners.map(({ ended }) => ended));
    console.log(
      `exit codes ${ends.map(({ code }) => code ?? "killed").join(", ")}; ${ends[2]?.said.text.trim()}`,
    );
    await report(trial, options);
  } finally {
    await trial.close();
    await postgres.stop();
  }
}

async function minors(clusters: number): Promise<void> {
  const options: TrialOptions = { ...optionsFor(clusters), target: { kind: "kubernetes", version: "1.33" } };
  const trial = await startTrial(options);
  try {
    const { said } = await trial.runner().ended;
    console.log(said.text.trim());
    await report(trial, options);
  } finally {
    await trial.close();
  }
}

async function report(trial: RolloutTrial, options: TrialOptions): Promise<void> {
  trial.watch.poll();
  const times = [...timesRolled(trial.watch).values()];
  const starts = [...trial.watch.updates.values()].filter(({ group }) => group !== null);
  const outside = starts.filter(({ startedAt }) => {
    const hour = new Date(startedAt).getUTCHours();
    return hour < 6 || hour >= 22;
  });
  const ofWave = (name: string) => starts.filter(({ cluster }) => trial.waveOfCluster.get(cluster) === name);
  const soaks = waves.slice(1).map((name, index) => {
    const end = Math.max(...ofWave(waves[index] ?? "").map(({ endedAt }) => endedAt ?? 0));
    return Math.round((Math.min(...ofWave(name).map(({ startedAt }) => startedAt)) - end) / 60_000);
  });
  const { result } = await trial.record();
  console.log(
    [
      `${options.clusters} clusters, ${trial.groups} group updates planned: ${result?.outcome ?? "unfinished"}`,
      `updates seen in the world: ${times.length}; done more than once: ${times.filter((count) => count > 1).length}`,
      `most clusters at once: ${trial.watch.most.clusters} (20 allowed); most groups of one cluster: ${trial.watch.most.groupsOfOneCluster} (2 allowed)`,
      `started outside the windows: ${outside.length}; minutes between waves: ${soaks.join(", ")} (30 at least)`,
      `instants with a skew that is not allowed: ${trial.watch.skews.length}, of ${trial.watch.changes} changes of the world`,
      `problems: ${(await trial.problems()).slice(0, 3).join(" | ") || "none"}`,
    ].join("\n"),
  );
}

async function main(): Promise<void> {
  const [what = "local", count = "200"] = process.argv.slice(2);
  const began = performance.now();
  const clusters = Number(count);
  if (what === "local") await local(clusters, 20);
  else if (what === "distributed") await distributed(clusters);
  else if (what === "minors") await minors(clusters);
  else throw new Error(`what is ${what}?`);
  console.log(`${Math.round((performance.now() - began) / 1_000)} s`);
}

void main().then(() => process.exit(0));
