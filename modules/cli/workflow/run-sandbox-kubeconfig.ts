import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import { FleetwrightError } from "../../diagnostics/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { SandboxKubeconfigFlags } from "../commands/sandbox-command.js";
import { EXIT, type ExitCode } from "../exit-code.js";

const DEFAULT_URL = "http://127.0.0.1:4599";
const ANSWER_WITHIN_MS = 10_000;

const kubeconfigSchema = z.looseObject({ kind: z.literal("Config"), clusters: z.array(z.unknown()) });

/** `fleetwright sandbox kubeconfig`: asks the running sandbox. Throws `SANDBOX_NOT_FOUND`, `SANDBOX_NO_CLUSTER`. */
export async function runSandboxKubeconfig(
  flags: SandboxKubeconfigFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const url = flags.url ?? environment.env.AWS_ENDPOINT_URL ?? DEFAULT_URL;
  const config = await kubeconfigOf(url, flags.cluster);
  if (config.clusters.length === 0) {
    const which = flags.cluster === undefined ? "" : ` called ${flags.cluster}`;
    throw failure("SANDBOX_NO_CLUSTER", `The sandbox on ${url} has no cluster${which}`);
  }
  const text = `${JSON.stringify(config, null, 2)}\n`;
  if (flags.out === undefined) {
    environment.stdout.write(text);
    return EXIT.ok;
  }
  // It holds a token.
  await writeFile(resolve(environment.workingDirectory, flags.out), text, { mode: 0o600 });
  environment.stdout.write(`Saved the kubeconfig to: ${flags.out}\n`);
  return EXIT.ok;
}

async function kubeconfigOf(
  url: string,
  cluster: string | undefined,
): Promise<z.infer<typeof kubeconfigSchema>> {
  const query = cluster === undefined ? "" : `?cluster=${encodeURIComponent(cluster)}`;
  try {
    const response = await fetch(new URL(`/_sandbox/kubeconfig${query}`, url), {
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return kubeconfigSchema.parse(await response.json());
  } catch (cause) {
    throw failure(
      "SANDBOX_NOT_FOUND",
      `No sandbox answers on ${url}`,
      'Start one with "fleetwright sandbox start", or name the place where it listens with -url.',
      cause,
    );
  }
}

function failure(code: string, summary: string, detail?: string, cause?: unknown): FleetwrightError {
  return new FleetwrightError(
    "user",
    [{ severity: "error", code, summary, ...(detail === undefined ? {} : { detail }) }],
    { cause },
  );
}
