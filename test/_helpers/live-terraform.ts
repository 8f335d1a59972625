import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { providerBinary } from "./live-tools.js";

/** A folder with a Terraform configuration, and one AWS provider that stays up for all runs in it. */
export interface LiveTerraform {
  readonly folder: string;
  /** The environment of its runs, for whoever starts terraform another way. */
  readonly env: NodeJS.ProcessEnv;
  /** Writes the configuration: Terraform's JSON syntax. */
  configure(configuration: unknown): void;
  /** Runs terraform; throws with its output when the exit code is not among the expected ones. */
  run(args: readonly string[], expected?: readonly number[]): Promise<{ code: number; output: string }>;
  /** Applies, then plans again: the text of the second plan. */
  applyAndPlan(): Promise<string>;
  close(): Promise<void>;
}

/**
 * Prepares Terraform with the AWS provider kept running (`-debug`), which saves its start at every run.
 * `environment` must name the endpoint (`AWS_ENDPOINT_URL`).
 */
export async function startLiveTerraform(
  environment: Readonly<Record<string, string>>,
): Promise<LiveTerraform> {
  const binary = providerBinary();
  if (binary === undefined) throw new Error("no AWS provider on this machine");
  const folder = mkdtempSync(join(tmpdir(), "fleetwright-terraform-"));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_CLI_CONFIG_FILE: join(folder, "terraformrc"),
    ...environment,
  };
  delete env.AWS_CA_BUNDLE;
  writeFileSync(
    join(folder, "terraformrc"),
    `provider_installation {\n  filesystem_mirror {\n    path = "${mirrorOf(binary)}"\n  }\n}\n`,
  );
  const provider = spawn(binary, ["-debug"], { env, stdio: ["ignore", "pipe", "pipe"] });
  env.TF_REATTACH_PROVIDERS = await reattachSetting(provider);

  const run: LiveTerraform["run"] = (args, expected = [0]) =>
    new Promise((resolve, reject) => {
      execFile("terraform", [...args], { cwd: folder, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        const output = `${stdout}${stderr}`;
        if (expected.includes(code)) resolve({ code, output });
        else reject(new Error(`terraform ${args.join(" ")} ended with ${code}:\n${output}`));
      });
    });
  return {
    folder,
    env,
    configure: (configuration) => writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration)),
    run,
    applyAndPlan: async () => {
      await run(["apply", "-auto-approve", "-input=false", "-no-color"]);
      return (await run(["plan", "-input=false", "-no-color"])).output;
    },
    close: async () => {
      provider.kill();
      await new Promise((resolve) => provider.once("exit", resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `…/registry.terraform.io/hashicorp/aws/VERSION/PLATFORM/BINARY`: the folder above the registry's name. */
function mirrorOf(binary: string): string {
  let folder = binary;
  for (let i = 0; i < 6; i += 1) folder = dirname(folder);
  return folder;
}

function reattachSetting(provider: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const read = (chunk: Buffer): void => {
      text += chunk.toString("utf8");
      const setting = /TF_REATTACH_PROVIDERS='([^']+)'/.exec(text)?.[1];
      if (setting !== undefined) resolve(setting);
    };
    provider.stdout?.on("data", read);
    provider.stderr?.on("data", () => {});
    provider.once("exit", () => reject(new Error(`the provider ended at once: ${text}`)));
  });
}
