import { existsSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import writeFileAtomic from "write-file-atomic";
import { type Diagnostic, FleetwrightError } from "../modules/diagnostics/index.js";
import {
  buildSourceMap,
  type Cluster,
  encodeSourceMap,
  type Fleet,
  sourceMapFile,
} from "../modules/fleet/index.js";
import {
  readSynthRecord,
  type SynthRecord,
  stackInputDigest,
  textDigest,
  writeSynthRecord,
} from "./synth-record.js";

export interface SynthesizeFleetOptions {
  /** CDKTF's output directory, usually `cdktf.out`. */
  readonly outdir: string;
  /** Names of the clusters to synthesize; the others are left as they are. Default: all. */
  readonly onlyClusters?: readonly string[];
}

export interface SynthesizedFleet {
  /** Absolute. */
  readonly outdir: string;
  readonly stacks: readonly SynthesizedStack[];
  /** How many of the stacks stood there already, unchanged. */
  readonly reused: number;
}

export interface SynthesizedStack {
  readonly name: string;
  readonly cluster: string;
  /** Absolute directory of the stack's `cdk.tf.json`. */
  readonly directory: string;
}

/**
 * Synthesizes the fleet's stacks in this process: `<outdir>/stacks/<cluster>/cdk.tf.json` as CDKTF would, its
 * `manifest.json`, and the source map. A stack whose inputs and output are those of the last time is not made
 * again. Throws a FleetwrightError for a cluster that the fleet does not have.
 */
export async function synthesizeFleet(
  fleet: Fleet,
  options: SynthesizeFleetOptions,
): Promise<SynthesizedFleet> {
  const outdir = path.resolve(options.outdir);
  const chosen = chooseClusters(fleet, options.onlyClusters);
  await mkdir(path.join(outdir, "stacks"), { recursive: true });
  const before = await readSynthRecord(outdir);
  const record: { [stack: string]: SynthRecord["stacks"][string] } = { ...before.stacks };
  let reused = 0;
  let version: string | undefined;
  for (const cluster of chosen) {
    const input = stackInputDigest(cluster, fleet.backend, outdir);
    const last = before.stacks[cluster.name];
    if (
      last !== undefined &&
      last.input === input &&
      last.output === (await outputDigest(outdir, cluster.name))
    ) {
      reused++;
      continue;
    }
    // CDKTF is slow to load: not for stacks that are up to date.
    const { makeStack } = await import("./make-stack.js");
    const made = makeStack(fleet, cluster, outdir);
    version = made.version;
    record[cluster.name] = {
      input,
      output: (await outputDigest(outdir, cluster.name)) ?? "",
      manifest: made.manifest,
    };
  }
  const stacks = await removeForgotten(fleet, record, outdir);
  await writeManifest(outdir, stacks, version ?? before.version);
  await writeSynthRecord(outdir, { version: version ?? before.version, stacks });
  const known = fleet.clusters.filter((cluster) => stacks[cluster.name] !== undefined);
  await writeFileAtomic(path.join(outdir, sourceMapFile), encodeSourceMap(buildSourceMap(fleet, known)));
  return {
    outdir,
    stacks: chosen.map(({ name }) => ({ name, cluster: name, directory: path.join(outdir, "stacks", name) })),
    reused,
  };
}

function chooseClusters(fleet: Fleet, names: readonly string[] | undefined): readonly Cluster[] {
  if (names === undefined) return fleet.clusters;
  const unknown = names.filter((name) => !fleet.clusters.some((cluster) => cluster.name === name));
  if (unknown.length > 0) {
    const known = fleet.clusters.map((cluster) => cluster.name).join(", ");
    throw new FleetwrightError(
      "user",
      unknown.map(
        (name): Diagnostic => ({
          severity: "error",
          code: "FLEET_UNKNOWN_CLUSTER",
          summary: `The fleet has no cluster "${name}"`,
          detail: `Its clusters are ${known}.`,
        }),
      ),
    );
  }
  return fleet.clusters.filter((cluster) => names.includes(cluster.name));
}

async function outputDigest(outdir: string, stack: string): Promise<string | undefined> {
  try {
    return textDigest(await readFile(path.join(outdir, "stacks", stack, "cdk.tf.json"), "utf8"));
  } catch {
    return undefined;
  }
}

/** A stack of a cluster that left the fleet must not be planned again by whoever reads the directory. */
async function removeForgotten(
  fleet: Fleet,
  record: SynthRecord["stacks"],
  outdir: string,
): Promise<SynthRecord["stacks"]> {
  const names = new Set(fleet.clusters.map((cluster) => cluster.name));
  const kept: { [stack: string]: SynthRecord["stacks"][string] } = {};
  for (const [stack, entry] of Object.entries(record)) {
    const file = path.join(outdir, "stacks", stack, "cdk.tf.json");
    if (!names.has(stack)) await rm(file, { force: true });
    else if (existsSync(file)) kept[stack] = entry;
  }
  return kept;
}

async function writeManifest(outdir: string, stacks: SynthRecord["stacks"], version: string): Promise<void> {
  const manifest = {
    stacks: Object.fromEntries(
      Object.keys(stacks)
        .sort()
        .map((stack) => [stack, stacks[stack]?.manifest]),
    ),
    version,
  };
  await writeFileAtomic(path.join(outdir, "manifest.json"), `${JSON.stringify(manifest, null, 2)}`);
}
