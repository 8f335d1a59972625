import { spawn } from "node:child_process";
import { join } from "node:path";
import { prompt } from "./narration.js";

export interface Run {
  readonly command: string;
  readonly exitCode: number;
  readonly stderr: string;
  readonly seconds: number;
}

const bin = join(__dirname, "..", "..", "dist", "modules", "cli", "bin.js");

/** `fleetwright` as a user has it, in a directory, with the AWS SDK's own settings pointing at an endpoint. */
export function commandLine(directory: string, endpoint: string) {
  return (argv: readonly string[], show: (text: string) => string): Promise<Run> => {
    const command = `fleetwright ${argv.join(" ")}`;
    prompt(command);
    const started = Date.now();
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [bin, ...argv], {
        cwd: directory,
        env: environment(endpoint),
        stdio: ["ignore", "pipe", "pipe"],
      });
      let stdout = "";
      let stderr = "";
      child.stdout.on("data", (chunk) => {
        stdout += String(chunk);
      });
      child.stderr.on("data", (chunk) => {
        stderr += String(chunk);
      });
      child.on("error", reject);
      child.on("close", (code) => {
        process.stdout.write(show(stdout));
        process.stdout.write(stderr);
        resolve({ command, exitCode: code ?? 1, stderr, seconds: (Date.now() - started) / 1000 });
      });
    });
  };
}

/** The user's environment without their AWS accounts: the demo must not reach a real one. */
function environment(endpoint: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS|FLEETWRIGHT|TF)_/.test(name));
  return {
    ...Object.fromEntries(own),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "demo",
    AWS_SECRET_ACCESS_KEY: "demo",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    ...(process.stdout.isTTY === true ? { FORCE_COLOR: "1" } : {}),
  };
}
