import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getLocation } from "jsonc-parser";
import { z } from "zod";
import { loadConfiguration } from "../../modules/configuration/index.js";
import { type Diagnostic, FleetwrightError } from "../../modules/diagnostics/index.js";
import { planStack } from "../../modules/planner/index.js";
import { providerRegistry } from "../../modules/provider/index.js";
import { emptyState } from "../../modules/state/index.js";
import { startLiveTerraform } from "../_helpers/live-terraform.js";
import { wrongConfigurations, wrongStack } from "./wrong-configurations.js";

/** What is said of one resource: `summary` or `summary: detail`, sorted. */
export type Problems = { readonly [resource: string]: readonly string[] };

/** What `terraform validate` says of every wrong configuration. */
export async function terraformProblems(): Promise<Problems> {
  const terraform = await startLiveTerraform({});
  try {
    terraform.configure(wrongStack());
    await terraform.run(["init", "-no-color"]);
    const { output } = await terraform.run(["validate", "-json"], [0, 1]);
    const { diagnostics } = validation.parse(JSON.parse(output));
    const text = JSON.stringify(wrongStack());
    return grouped(
      diagnostics
        .filter(({ severity }) => severity === "error")
        .map(({ range, ...problem }) => ({
          ...problem,
          address: problem.address ?? addressAt(text, range?.start.byte ?? 0),
        })),
    );
  } finally {
    await terraform.close();
  }
}

const validation = z.looseObject({
  diagnostics: z.array(
    z.looseObject({
      severity: z.string(),
      address: z.string().optional(),
      summary: z.string(),
      detail: z.string().optional(),
      range: z.looseObject({ start: z.looseObject({ byte: z.number() }) }).optional(),
    }),
  ),
});

/** Terraform names a resource only from the provider on; before that the place in the file tells which it is. */
function addressAt(text: string, byte: number): string {
  const offset = Buffer.from(text).subarray(0, byte).toString("utf8").length;
  const [mode, type = "", name = ""] = getLocation(text, offset + 1).path;
  return `${mode === "data" ? "data." : ""}${type}.${name}`;
}

/** What our plan says of every wrong configuration. */
export async function ourProblems(): Promise<Problems> {
  const directory = mkdtempSync(join(tmpdir(), "fleetwright-wrong-"));
  try {
    writeFileSync(join(directory, "main.tf.json"), JSON.stringify(wrongStack()));
    return grouped((await diagnosticsOf(directory)).filter(({ severity }) => severity === "error"));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function diagnosticsOf(directory: string): Promise<readonly Diagnostic[]> {
  try {
    planStack({
      configuration: await loadConfiguration(directory),
      registry: providerRegistry(),
      state: emptyState(),
      reads: new Map(),
      options: {
        stack: "wrong",
        directory,
        mode: "normal",
        refresh: true,
        targets: [],
        replace: [],
        timestamp: "2026-02-02T12:00:00Z",
        terraformVersion: "1.11.4",
      },
    });
  } catch (error) {
    if (FleetwrightError.is(error)) return error.diagnostics;
    throw error;
  }
  return [];
}

function grouped(
  problems: readonly {
    readonly address?: string | undefined;
    readonly summary: string;
    readonly detail?: string | undefined;
  }[],
): Problems {
  const all: { [resource: string]: string[] } = Object.fromEntries(
    Object.keys(wrongConfigurations).map((name) => [name, []]),
  );
  for (const { address = "(no address)", summary, detail } of problems) {
    const name = /^(?:data\.)?\w+\.(.+)$/.exec(address)?.[1] ?? address;
    const text = detail === undefined || detail === "" ? summary : `${summary}: ${detail}`;
    all[name] = [...(all[name] ?? []), text];
  }
  return Object.fromEntries(Object.entries(all).map(([name, texts]) => [name, texts.sort()]));
}
