import { fork } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "../modules/sandbox/index.js";
import { table } from "./table.js";

// How large a world the sandbox holds, and how many calls a second it answers: `npm run bench -- sandbox`.
// The sandbox runs in a process of its own, so that its memory and its processor are its own; what sends the
// calls takes as much of the machine as the sandbox does, so the sandbox's own processor time a call is told too.

const CLUSTERS = 1000;
const NODEGROUPS = 10;
const NODES = 3;
const SECONDS = 5;
const CONNECTIONS = 16;

interface Ready {
  readonly url: string;
  readonly seedMs: number;
  readonly rssMb: number;
}

interface Usage {
  readonly rssMb: number;
  readonly processorMs: number;
}

if (process.argv[2] === "serve") void serve(process.argv[3]);
else void bench();

async function serve(worldFile: string | undefined): Promise<void> {
  const start = performance.now();
  const sandbox = await startSandbox({
    clock: { factor: 60 },
    limits: { clustersPerRegion: CLUSTERS },
    ...(worldFile === undefined || worldFile === "" ? {} : { worldFile }),
    seed: {
      clusters: [
        {
          name: "load-{n:4}",
          count: CLUSTERS,
          nodegroups: [
            {
              name: "ng-{n}",
              count: NODEGROUPS,
              scaling: { min: 1, max: 10, desired: NODES },
              labels: { role: "worker" },
            },
          ],
        },
      ],
    },
  });
  const ready: Ready = { url: sandbox.url, seedMs: performance.now() - start, rssMb: rss() };
  process.send?.(ready);
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    const usage: Usage = { rssMb: rss(), processorMs: (user + system) / 1000 };
    process.send?.(usage);
  });
}

async function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "fleetwright-bench-"));
  console.log(
    `${CLUSTERS} clusters × ${NODEGROUPS} node groups × ${NODES} nodes, ${CONNECTIONS} connections\n`,
  );
  const rows: string[][] = [];
  for (const kind of ["memory", "file"]) {
    const worldFile = kind === "file" ? join(folder, "world.jsonl") : "";
    const child = fork(__filename, ["serve", worldFile]);
    const ready = await new Promise<Ready>((resolve) =>
      child.once("message", (message: Ready) => resolve(message)),
    );
    const usage = (): Promise<Usage> =>
      new Promise((resolve) => {
        child.once("message", (message: Usage) => resolve(message));
        child.send("usage");
      });
    const before = await usage();
    const describe = await load(ready.url, (n) => ({ method: "GET", path: nodegroup(n) }));
    const between = await usage();
    const update = await load(ready.url, (n) => ({
      method: "POST",
      path: `${nodegroup(n)}/update-config`,
      body: JSON.stringify({ labels: { addOrUpdateLabels: { call: String(n) } } }),
    }));
    const after = await usage();
    const microseconds = (from: Usage, to: Usage, calls: number): string =>
      ((1000 * (to.processorMs - from.processorMs)) / (calls * SECONDS)).toFixed(0);
    rows.push([
      kind,
      `${(ready.seedMs / 1000).toFixed(1)} s`,
      `${ready.rssMb.toFixed(0)} MB`,
      `${after.rssMb.toFixed(0)} MB`,
      worldFile === "" ? "" : `${(statSync(worldFile).size / 2 ** 20).toFixed(0)} MB`,
      describe.toFixed(0),
      microseconds(before, between, describe),
      update.toFixed(0),
      microseconds(between, after, update),
    ]);
    child.kill("SIGKILL");
  }
  console.log(table(HEADER, rows));
  rmSync(folder, { recursive: true, force: true });
}

const HEADER = [
  "world in",
  "seeded in",
  "memory",
  "after load",
  "file",
  "describe/s",
  "µs of processor each",
  "update/s",
  "µs of processor each",
];

interface LoadCall {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

/** Calls a second over SECONDS, each connection sending its next call when the last is answered. */
async function load(url: string, callOf: (n: number) => LoadCall): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const end = performance.now() + SECONDS * 1000;
  let sent = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      sent += 1;
      await send(agent, url, callOf(sent));
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
  return sent / SECONDS;
}

function send(agent: Agent, url: string, call: LoadCall): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${url}${call.path}`,
      {
        agent,
        method: call.method,
        headers: {
          "content-type": "application/json",
          "x-amz-date": "20260201T000000Z",
          authorization: `AWS4-HMAC-SHA256 Credential=test/20260201/us-east-1/eks/aws4_request, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
        },
      },
      (answer) => {
        answer.resume();
        answer.once("end", resolve);
      },
    );
    outgoing.once("error", reject);
    outgoing.end(call.body);
  });
}

function nodegroup(n: number): string {
  const cluster = String((n % CLUSTERS) + 1).padStart(4, "0");
  return `/clusters/load-${cluster}/node-groups/ng-${(Math.floor(n / CLUSTERS) % NODEGROUPS) + 1}`;
}

function rss(): number {
  return process.memoryUsage().rss / 2 ** 20;
}
