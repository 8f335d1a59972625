import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TerraformPlan } from "../../modules/plan/index.js";
import type { TerraformAnswer, TerraformDiagnostic } from "./recorded-plan.js";

const run = promisify(execFile);

export interface RealTerraform {
  /** With what a further run attaches to the provider. */
  readonly env: NodeJS.ProcessEnv;
  /** Plans a root module against a state; gives `terraform show -json`, or what Terraform complains about. */
  plan(
    directory: string,
    files: { readonly [name: string]: string },
    options?: readonly string[],
  ): Promise<{ readonly plan: unknown } | { readonly error: string }>;
  /** The same with what is printed for people and every problem; a plan with errors is an answer as well. */
  answer(
    directory: string,
    files: { readonly [name: string]: string },
    options?: readonly string[],
    environment?: { readonly [name: string]: string },
  ): Promise<TerraformAnswer>;
  stop(): void;
}

/** Where the provider's release lies: named by the environment, or in one of the usual mirrors. */
export function findProvider(): string | undefined {
  const roots = [
    process.env.FLEETWRIGHT_PROVIDER_MIRROR,
    "/opt",
    "/usr/share/terraform",
    process.env.HOME,
  ].filter((root): root is string => root !== undefined && existsSync(root));
  for (const root of roots) {
    const found = search(root, 7);
    if (found !== undefined) return found;
  }
  return undefined;
}

function search(directory: string, depth: number): string | undefined {
  let names: readonly string[];
  try {
    names = readdirSync(directory);
  } catch {
    return undefined;
  }
  const binary = names.find((name) => name.startsWith("terraform-provider-aws_v5"));
  if (binary !== undefined) return join(directory, binary);
  if (depth === 0) return undefined;
  for (const name of names) {
    if (
      !/terraform|registry|hashicorp|tf-|plugins|aws|\d+\.\d+|linux|darwin|providers|^\.terraform/.test(name)
    )
      continue;
    const found = search(join(directory, name), depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Starts the provider once and lets every Terraform run attach to it: its start is most of a plan's time. */
export async function startRealTerraform(binary: string): Promise<RealTerraform> {
  const environment: NodeJS.ProcessEnv = { ...process.env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
  delete environment.AWS_CA_BUNDLE;
  const provider = spawn(binary, ["-debug"], { env: environment, stdio: ["ignore", "pipe", "ignore"] });
  const reattach = await reattachInformation(provider);
  const env = { ...environment, TF_REATTACH_PROVIDERS: reattach };
  return {
    env,
    async plan(directory, files, options = []) {
      mkdirSync(directory, { recursive: true });
      for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
      const settings = { cwd: directory, env, maxBuffer: 1 << 30 };
      try {
        if (!existsSync(join(directory, ".terraform")))
          await run("terraform", ["init", "-input=false", "-no-color"], settings);
        await run("terraform", ["plan", "-input=false", "-no-color", "-out=plan", ...options], settings);
        const { stdout } = await run("terraform", ["show", "-json", "plan"], settings);
        return { plan: JSON.parse(stdout) as unknown };
      } catch (error) {
        const output = error as { readonly stderr?: string; readonly message?: string };
        return {
          error: output.stderr === undefined || output.stderr === "" ? String(output.message) : output.stderr,
        };
      }
    },
    async answer(directory, files, options = [], more = {}) {
      rmSync(join(directory, "plan"), { force: true });
      mkdirSync(directory, { recursive: true });
      for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
      const settings = { cwd: directory, env: { ...env, ...more }, maxBuffer: 1 << 30 };
      const output = async (args: readonly string[]): Promise<string> => {
        try {
          return (await run("terraform", [...args], settings)).stdout;
        } catch (error) {
          return String((error as { readonly stdout?: string }).stdout ?? "");
        }
      };
      const log = await output(["plan", "-json", "-input=false", "-lock=false", "-out=plan", ...options]);
      const diagnostics = log.split("\n").flatMap(diagnosticOf);
      if (!existsSync(join(directory, "plan"))) return { plan: null, text: null, diagnostics };
      const [json, text] = await Promise.all([
        output(["show", "-json", "plan"]),
        output(["show", "-no-color", "plan"]),
      ]);
      return { plan: JSON.parse(json) as TerraformPlan, text, diagnostics };
    },
    stop: () => provider.kill("SIGKILL"),
  };
}

export function terraformVersion(): string | undefined {
  try {
    const output = execFileSync("terraform", ["version", "-json"], { encoding: "utf8" });
    return (JSON.parse(output) as { readonly terraform_version?: string }).terraform_version;
  } catch {
    return undefined;
  }
}

/** A diagnostic, if the line of `-json` output is one. */
function diagnosticOf(line: string): readonly TerraformDiagnostic[] {
  if (!line.startsWith("{")) return [];
  const { type, diagnostic } = JSON.parse(line) as {
    readonly type?: string;
    readonly diagnostic?: TerraformDiagnostic;
  };
  if (type !== "diagnostic" || diagnostic === undefined) return [];
  const { severity, summary, detail, address } = diagnostic;
  return [{ severity, summary, detail, ...(address === undefined ? {} : { address }) }];
}

function reattachInformation(provider: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    provider.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const match = /TF_REATTACH_PROVIDERS='([^']+)'/.exec(output);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
    provider.on("exit", () => reject(new Error("the provider ended before it could be attached to")));
  });
}
