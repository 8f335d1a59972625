import { execFile } from "node:child_process";
import { renameSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import type { BuildOptions } from "esbuild";
import { KEPT_APART } from "../../scripts/kept-apart.js";

const root = join(__dirname, "..", "..");
const bundles = new Map<string, Promise<string>>();

/**
 * One of the project's programs as a single file, which Node starts eight times faster than the sources. The
 * file stands inside the working tree, so that the program finds the project's own files as always.
 *
 * @param source from the top of the working tree
 */
export function bundledProgram(source: string): Promise<string> {
  const known = bundles.get(source) ?? bundle(source);
  bundles.set(source, known);
  return known;
}

async function bundle(source: string): Promise<string> {
  // One folder below the top, as `modules` and `stacks` are: paths from there lead to the same places.
  const file = join(root, ".cache", `${basename(source, ".ts")}.cjs`);
  const unfinished = `${file}.${process.pid}`;
  const options: BuildOptions = {
    entryPoints: [join(root, source)],
    outfile: unfinished,
    bundle: true,
    platform: "node",
    mainFields: ["module", "main"],
    external: KEPT_APART,
    logLevel: "error",
  };
  // In a process of its own: esbuild does not bear the globals that jest puts in place of Node's.
  const script = `require("esbuild").buildSync(${JSON.stringify(options)})`;
  await promisify(execFile)(process.execPath, ["-e", script], { cwd: root });
  // Other workers of the test run may be starting the same program.
  renameSync(unfinished, file);
  return file;
}
