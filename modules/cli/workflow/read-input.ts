import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { FleetwrightError } from "../../diagnostics/index.js";
import type { CliEnvironment } from "../cli-environment.js";

/** The text of a file that the user named. Throws `FILE_NOT_READABLE`. */
export async function readInput(path: string, environment: CliEnvironment): Promise<string> {
  try {
    return await readFile(resolve(environment.workingDirectory, path), "utf8");
  } catch (cause) {
    throw new FleetwrightError(
      "user",
      [
        {
          severity: "error",
          code: "FILE_NOT_READABLE",
          summary: `${path} cannot be read`,
          detail: `${cause instanceof Error ? cause.message : String(cause)}. Relative paths start from ${environment.workingDirectory}.`,
        },
      ],
      { cause },
    );
  }
}
