import { existsSync } from "node:fs";
import path from "node:path";

/** A program by the variable that names it, or by its name in PATH; undefined where this machine has none. */
export function inPathOrNamed(name: string, variable: string): string | undefined {
  const named = process.env[variable];
  if (named !== undefined && named !== "") return named;
  const directories = (process.env.PATH ?? "").split(path.delimiter);
  return directories.map((directory) => path.join(directory, name)).find((file) => existsSync(file));
}
