import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { FleetwrightError, type SourceLocation } from "../../diagnostics/index.js";
import type { PolicyValue } from "../fleet.js";
import { type SourceMap, sourceMapFile } from "./source-map.js";

/**
 * Reads the source map of a synthesized directory; null when there is none, as with another CDKTF app's output.
 * Throws a FleetwrightError when the file is there but is not one of ours.
 */
export async function readSourceMap(directory: string): Promise<SourceMap | null> {
  const file = path.join(directory, sourceMapFile);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT")
      return null;
    throw unreadable(file, error);
  }
  try {
    return decodeSourceMap(JSON.parse(text));
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): FleetwrightError {
  const reason =
    cause instanceof z.ZodError ? z.prettifyError(cause) : cause instanceof Error ? cause.message : "";
  const detail = `${reason}\nSynthesize again: it is written anew each time.`;
  const summary = `"${file}" is not a source map of this version`;
  return new FleetwrightError("user", [{ severity: "error", code: "FLEET_SOURCE_MAP", summary, detail }], {
    cause,
  });
}

function decodeSourceMap(document: unknown): SourceMap {
  const { sources, map } = envelope.parse(document);
  const place = z
    .object({
      at: z.union([z.tuple([z.int(), z.int(), z.int()]), z.tuple([z.int(), z.int(), z.int(), z.int()])]),
    })
    .transform(({ at: [index, line, column, endColumn] }): SourceLocation => {
      const source = sources[index];
      const lineText = source?.lines[String(line)];
      return {
        file: source?.file ?? "",
        line,
        column,
        ...(endColumn === undefined ? {} : { endColumn }),
        ...(lineText === undefined ? {} : { lineText }),
      };
    });
  return mapSchema(place).parse(map);
}

const envelope = z.object({
  formatVersion: z.literal(1),
  sources: z.array(z.object({ file: z.string(), lines: z.record(z.string(), z.string()) })),
  map: z.unknown(),
});

const policyValue: z.ZodType<PolicyValue> = z.json();

function mapSchema(place: z.ZodType<SourceLocation>): z.ZodType<SourceMap> {
  const parameters = z.record(z.string(), z.object({ value: policyValue, location: place }));
  const fields = z.record(z.string(), place);
  const scope = z.object({
    cluster: z.string().exactOptional(),
    nodeGroup: z.string().exactOptional(),
    zone: z.string().exactOptional(),
  });
  const waiver = z.object({
    rule: z.string(),
    scope,
    owner: z.string(),
    reason: z.string(),
    expires: z.string(),
    location: place,
  });
  const nodeGroup = z.object({
    location: place,
    parameters,
    zones: z.array(z.string()),
    desiredOwner: z.enum(["fleet", "cluster-autoscaler"]),
    fields,
  });
  const resource = z.object({ nodeGroup: z.string().nullable(), zone: z.string().nullable() });
  const stack = z.object({
    cluster: z.string(),
    region: z.string(),
    account: z.string(),
    kubernetesVersion: z.string(),
    labels: z.record(z.string(), z.string()),
    location: place,
    parameters,
    fields,
    nodeGroups: z.record(z.string(), nodeGroup),
    resources: z.record(z.string(), resource),
  });
  return z.object({
    fleet: z.string(),
    files: z.array(z.string()),
    policy: z.object({
      profile: z.object({ value: z.string(), location: place }).nullable(),
      parameters,
      waivers: z.array(waiver),
    }),
    stacks: z.record(z.string(), stack),
  });
}
