import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What real Terraform makes of an expression while planning. `unknown` has Terraform's `after_unknown` shape. */
export type Answer =
  | {
      readonly kind: "value";
      readonly value: unknown;
      readonly unknown: unknown;
      readonly type: unknown;
      readonly sensitive: boolean;
    }
  | { readonly kind: "error"; readonly summary: string; readonly detail: string };

interface TerraformDiagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
}

/**
 * Plans the folder `source` with one output for every expression, as often as it takes until those with errors
 * are all known, and returns what became of each.
 */
export async function askTerraform(source: string, expressions: readonly string[]): Promise<Answer[]> {
  const folder = mkdtempSync(join(tmpdir(), "fleetwright-expressions-"));
  try {
    cpSync(source, folder, { recursive: true });
    await terraform(folder, ["init", "-input=false", "-backend=false"]);
    const answers = new Map<number, Answer>();
    await settle(folder, expressions, answers);
    const values = await plannedOutputs(folder);
    const sensitive = await sensitiveOutputs(folder, expressions, answers);
    return expressions.map((_, index) => {
      const error = answers.get(index);
      if (error !== undefined) return error;
      const { change, type } = values(`o${index}`);
      return {
        kind: "value",
        value: change.after ?? null,
        unknown: change.after_unknown,
        type,
        sensitive: sensitive.has(index),
      };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Plans, and takes out what fails, until nothing does. */
async function settle(
  folder: string,
  expressions: readonly string[],
  answers: Map<number, Answer>,
): Promise<void> {
  for (let round = 0; round < 12; round++) {
    const lines = writeOutputs(folder, expressions, (index) => !answers.has(index), true);
    const failures = await planErrors(folder, ["-out=plan.bin"]);
    if (failures.length === 0) return;
    for (const { summary, detail, range } of failures) {
      const named = /output value "o(\d+)"/.exec(detail)?.[1];
      const index =
        range?.filename === "outputs.tf.json" ? lines[range.start.line - 1] : Number(named ?? Number.NaN);
      if (index === undefined || !(index >= 0)) throw new Error(`Terraform fails: ${summary}: ${detail}`);
      if (!answers.has(index)) answers.set(index, { kind: "error", summary, detail });
    }
  }
  throw new Error("Terraform finds new errors in every round");
}

/** Terraform refuses to show sensitive values in outputs that are not declared so: that tells which are. */
async function sensitiveOutputs(
  folder: string,
  expressions: readonly string[],
  answers: ReadonlyMap<number, Answer>,
): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  for (let round = 0; round < 12; round++) {
    const wanted = (index: number) => !answers.has(index) && !found.has(index);
    const lines = writeOutputs(folder, expressions, wanted, false);
    const failures = await planErrors(folder, []);
    if (failures.length === 0) return found;
    for (const { summary, detail, range } of failures) {
      const index = lines[(range?.start.line ?? 0) - 1];
      if (index === undefined || summary !== "Output refers to sensitive values")
        throw new Error(`Terraform fails: ${summary}: ${detail}`);
      found.add(index);
    }
  }
  throw new Error("Terraform finds new sensitive outputs in every round");
}

/** One output a line; returns which expression stands on which line. */
function writeOutputs(
  folder: string,
  expressions: readonly string[],
  wanted: (index: number) => boolean,
  sensitive: boolean,
): number[] {
  const lines = ['{"output": {'];
  const indexes = [-1];
  expressions.forEach((expression, index) => {
    if (!wanted(index)) return;
    const comma = lines.length > 1 ? "," : "";
    const body = { value: `\${${expression}}`, ...(sensitive ? { sensitive: true } : {}) };
    lines.push(`${comma}"o${index}": ${JSON.stringify(body)}`);
    indexes.push(index);
  });
  writeFileSync(join(folder, "outputs.tf.json"), [...lines, "}}"].join("\n"));
  return indexes;
}

async function planErrors(folder: string, args: readonly string[]): Promise<TerraformDiagnostic[]> {
  const output = await terraform(folder, ["plan", "-input=false", "-json", ...args]);
  return output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line): { readonly type?: string; readonly diagnostic?: TerraformDiagnostic } => JSON.parse(line))
    .flatMap(({ diagnostic }) => (diagnostic?.severity === "error" ? [diagnostic] : []));
}

interface ShownPlan {
  readonly output_changes: {
    readonly [name: string]: { readonly after?: unknown; readonly after_unknown: unknown };
  };
  readonly planned_values: { readonly outputs: { readonly [name: string]: { readonly type?: unknown } } };
}

async function plannedOutputs(folder: string) {
  const plan: ShownPlan = JSON.parse(await terraform(folder, ["show", "-json", "plan.bin"]));
  return (name: string) => {
    const change = plan.output_changes[name];
    if (change === undefined) throw new Error(`Terraform plans no output ${name}`);
    return { change, type: plan.planned_values.outputs[name]?.type };
  };
}

function terraform(folder: string, args: readonly string[]): Promise<string> {
  const env = {
    ...process.env,
    CHECKPOINT_DISABLE: "1",
    TF_CLI_CONFIG_FILE: join(folder, "none"),
    TF_IN_AUTOMATION: "1",
  };
  writeFileSync(join(folder, "none"), "");
  return new Promise((resolve, reject) => {
    execFile("terraform", [...args], { cwd: folder, env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error === null || stdout.includes('"@level":"error"')) resolve(stdout);
      else reject(new Error(`terraform ${args.join(" ")}: ${stderr || stdout}`));
    });
  });
}
