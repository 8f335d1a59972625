import { join, relative, resolve } from "node:path";
import { z } from "zod";
import { FleetwrightError } from "../../diagnostics/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import { readInput } from "./read-input.js";
import type { StackDirectory } from "./synthesize.js";

const manifestSchema = z.object({
  stacks: z.record(z.string(), z.object({ workingDirectory: z.string() })),
});

/**
 * The stacks of a `cdktf.out`, whether CDKTF or CDKTN wrote it: what its `manifest.json` lists. Throws
 * `FILE_NOT_READABLE` where there is none, and `CDKTF_OUT_MANIFEST` where it lists no stack.
 */
export async function cdktfOutStacks(
  outdir: string,
  environment: CliEnvironment,
): Promise<readonly StackDirectory[]> {
  const directory = resolve(environment.workingDirectory, outdir);
  const path = relative(environment.workingDirectory, join(directory, "manifest.json"));
  const manifest = manifestSchema.safeParse(parsed(await readInput(path, environment)));
  const stacks = Object.entries(manifest.data?.stacks ?? {});
  if (stacks.length === 0) {
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "CDKTF_OUT_MANIFEST",
        summary: `${path} lists no stacks`,
        detail: 'Name the directory that "cdktf synth" or "cdktn synth" wrote, and synthesize again.',
      },
    ]);
  }
  return stacks.map(([name, { workingDirectory }]) => ({
    name,
    directory: resolve(directory, workingDirectory),
  }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
