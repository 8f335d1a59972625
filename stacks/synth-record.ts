import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import type { Backend, Cluster } from "../modules/fleet/index.js";
import { localStatePath } from "./local-state-path.js";

/** What the last synthesis was made from and what came out, by stack: what has not changed is not made again. */
export interface SynthRecord {
  /** Of CDKTF; empty where nothing was synthesized yet. */
  readonly version: string;
  readonly stacks: { readonly [stack: string]: StackRecord };
}

export interface StackRecord {
  /** Digest of everything that the stack is made from, this program's code included. */
  readonly input: string;
  /** Digest of `cdk.tf.json`. */
  readonly output: string;
  /** The stack's entry in CDKTF's manifest. */
  readonly manifest: z.infer<typeof manifestSchema>;
}

const recordFile = "fleetwright.synth.json";

const manifestSchema = z.object({
  name: z.string(),
  constructPath: z.string(),
  synthesizedStackPath: z.string(),
  stackMetadataPath: z.string(),
  workingDirectory: z.string(),
  annotations: z.array(
    z.object({
      constructPath: z.string(),
      level: z.string(),
      message: z.string(),
      stacktrace: z.array(z.string()).exactOptional(),
    }),
  ),
  dependencies: z.array(z.string()),
});

const recordSchema = z.object({
  version: z.string(),
  stacks: z.record(z.string(), z.object({ input: z.string(), output: z.string(), manifest: manifestSchema })),
});

/** The record of the last synthesis; empty when there is none that can be read. */
export async function readSynthRecord(outdir: string): Promise<SynthRecord> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(path.join(outdir, recordFile), "utf8")));
  } catch {
    return { version: "", stacks: {} };
  }
}

export async function writeSynthRecord(outdir: string, { version, stacks }: SynthRecord): Promise<void> {
  const sorted = Object.fromEntries(Object.entries(stacks).sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeFileAtomic(path.join(outdir, recordFile), `${JSON.stringify({ version, stacks: sorted })}\n`);
}

/** Digest of all that a cluster's stack is made from. */
export function stackInputDigest(cluster: Cluster, backend: Backend, outdir: string): string {
  const templates = cluster.nodeGroups.flatMap((group) =>
    group.userData?.kind === "template" ? [textDigest(readFileSync(group.userData.path, "utf8"))] : [],
  );
  const state = backend.type === "local" ? localStatePath(outdir, cluster.name, backend.directory) : backend;
  return textDigest(JSON.stringify([codeDigest(), cluster, state, templates]));
}

export function textDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

let code: string | undefined;

/** Digest of the code that makes the stacks and of the versions of what it is built on. */
function codeDigest(): string {
  if (code !== undefined) return code;
  const require = createRequire(__filename);
  const hash = createHash("sha256");
  for (const name of ["cdktf/package.json", "@cdktf/provider-aws/package.json"])
    hash.update(readFileSync(require.resolve(name)));
  for (const directory of [
    path.join(__dirname, "../stacks"),
    path.join(__dirname, "../modules/constructs"),
  ]) {
    const files = readdirSync(directory).filter((name) => /\.[jt]s$/.test(name) && !name.endsWith(".d.ts"));
    for (const file of files.sort()) hash.update(readFileSync(path.join(directory, file)));
  }
  code = hash.digest("hex");
  return code;
}
