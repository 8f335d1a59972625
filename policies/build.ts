/**
 * `npm run policies`: checks the rules, compiles them to WebAssembly and writes `policies/bundle/`, so that
 * users of Fleetwright need no `opa`. Only those who change rules run it; `opa` is found through the
 * environment variable OPA, or on the PATH.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { policyPages } from "../modules/policy/documentation/policy-pages.js";
import { readArchive } from "../modules/policy/host/read-archive.js";
import {
  factsJsonSchema,
  liveFactsJsonSchema,
  parametersJsonSchema,
} from "../modules/policy/published-schemas.js";
import { ruleMetadataSchema } from "../modules/policy/rules/rule-metadata.js";

const policies = __dirname;
const opa = process.env.OPA ?? "opa";

const annotationsSchema = z.object({
  annotations: z.array(
    z.object({
      annotations: z.object({
        scope: z.string(),
        title: z.string().optional(),
        description: z.string().optional(),
        custom: z.record(z.string(), z.unknown()).optional(),
      }),
      path: z.array(z.object({ value: z.string() })),
    }),
  ),
});

build().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

async function build(): Promise<void> {
  write("schema/facts.json", json(factsJsonSchema()));
  write("schema/parameters.json", json(parametersJsonSchema()));
  write("schema/live-facts.json", json(liveFactsJsonSchema()));
  const rules = readRules();
  write("main/main.rego", mainModule(rules));
  run("fmt", "--write", ".");
  run("check", "--strict", "--bundle", "--schema", "schema", ".");
  write("bundle/policy.wasm", compile());
  write("bundle/rules.json", json(rules));
  write("bundle/manifest.json", json(manifest()));
  await writePages();
  process.stdout.write(`${rules.length} rules in policies/bundle/policy.wasm\n`);
}

/** Pages of rules that are gone go too. */
async function writePages(): Promise<void> {
  const folder = join(policies, "..", "docs", "policies");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, page] of await policyPages()) writeFileSync(join(folder, name), page);
}

function readRules(): readonly z.infer<typeof ruleMetadataSchema>[] {
  const inspected = annotationsSchema.parse(
    JSON.parse(run("inspect", "--annotations", "--format", "json", "rules")),
  );
  return inspected.annotations
    .map(({ annotations, path }) => {
      const folder = path.at(-1)?.value ?? "";
      const { id, severity, recommended_action, links } = annotations.custom ?? {};
      return ruleMetadataSchema.parse({
        id,
        folder,
        title: annotations.title,
        description: unwrapped(annotations.description),
        severity,
        recommendedAction: unwrapped(recommended_action),
        links,
        decides: /^undecided\b/m.test(source(folder)) ? "or-says-why-not" : "always",
      });
    })
    .sort((left, right) => (left.id < right.id ? -1 : 1));
}

/** The one entrypoint: what every rule found, and a count of what it was shown. */
function mainModule(rules: ReturnType<typeof readRules>): string {
  const lines = (name: string, chosen: typeof rules): string[] =>
    chosen.map(({ id, folder }) => `\t"${id}": data.fleetwright.rules.${folder}.${name},`);
  return [
    "# Written by `npm run policies` from the folders in policies/rules.",
    "",
    "# METADATA",
    "# title: Verdict of all rules",
    "# schemas:",
    "#   - input: schema.facts",
    "package fleetwright.main",
    "",
    "import data.fleetwright.lib",
    "",
    "# The host compares `seen` with what it sent: an evaluation that saw nothing has not found nothing.",
    'result := {"seen": seen, "findings": findings, "undecided": undecided}',
    "",
    "seen := {",
    '\t"schema_version": input.schema_version,',
    '\t"clusters": count(input.clusters),',
    '\t"groups": count(lib.groups),',
    '\t"launch_templates": count(lib.launch_templates),',
    "}",
    "",
    "findings := {",
    ...lines("findings", rules),
    "}",
    "",
    "undecided := {",
    ...lines(
      "undecided",
      rules.filter(({ decides }) => decides === "or-says-why-not"),
    ),
    "}",
    "",
  ].join("\n");
}

function compile(): Buffer {
  const directory = mkdtempSync(join(tmpdir(), "fleetwright-policies-"));
  try {
    const archive = join(directory, "bundle.tar.gz");
    const entrypoint = "fleetwright/main/result";
    const options = ["--target", "wasm", "--prune-unused", "--ignore", "*_test.rego", "--ignore", "*.yaml"];
    run("build", ...options, "--entrypoint", entrypoint, "--output", archive, "lib", "rules", "main");
    const wasm = readArchive(readFileSync(archive)).get("policy.wasm");
    if (wasm === undefined) throw new Error("opa build wrote no policy.wasm");
    return wasm;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function manifest(): object {
  const files = ["lib", "rules", "main"].flatMap((folder) =>
    readdirSync(join(policies, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".rego") && !name.endsWith("_test.rego"))
      .map((name) => join(folder, name)),
  );
  return {
    entrypoint: "fleetwright/main/result",
    opa: /^Version: (\S+)/m.exec(run("version"))?.[1],
    files: Object.fromEntries(
      [...files, "bundle/policy.wasm", "bundle/rules.json"].sort().map((name) => [name, digest(name)]),
    ),
  };
}

function digest(name: string): string {
  return `sha256:${createHash("sha256")
    .update(readFileSync(join(policies, name)))
    .digest("hex")}`;
}

function source(folder: string): string {
  return readFileSync(join(policies, "rules", folder, `${folder}.rego`), "utf8");
}

/** A block of METADATA text as one paragraph. */
function unwrapped(text: unknown): unknown {
  return typeof text === "string" ? text.trim().replace(/\s*\n\s*/g, " ") : text;
}

function run(...parameters: string[]): string {
  return execFileSync(opa, parameters, { cwd: policies, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
}

function write(name: string, content: string | Buffer): void {
  writeFileSync(join(policies, name), content);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
