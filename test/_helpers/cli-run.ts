import { PassThrough } from "node:stream";
import { type CliEnvironment, runCli } from "../../modules/cli/index.js";

export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process as without a terminal: pipes, no colours. */
export async function runCommand(
  argv: readonly string[],
  options: {
    readonly env?: { readonly [name: string]: string | undefined };
    readonly stdin?: string;
    readonly now?: Date;
  } = {},
): Promise<CliRun> {
  const stdout = collect();
  const stderr = collect();
  const stdin = new PassThrough();
  stdin.end(options.stdin ?? "");
  const environment: CliEnvironment = {
    stdout: stdout.stream,
    stderr: stderr.stream,
    stdin,
    env: options.env ?? {},
    workingDirectory: process.cwd(),
    now: () => options.now ?? new Date(),
    signal: new AbortController().signal,
  };
  const code = await runCli(argv, environment);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function collect() {
  const stream = new PassThrough();
  const chunks: string[] = [];
  stream.on("data", (chunk) => chunks.push(String(chunk)));
  return { stream, text: () => chunks.join("") };
}
