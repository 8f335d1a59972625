import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Programs that only some machines have. A test that needs one runs where it is, and elsewhere shows up as a
 * skipped test that names what was missing.
 */
export type LiveTool = "terraform" | "aws" | "kubectl" | "boto3" | "moto" | "openssl" | "opa" | "pty";

/** Whether this machine has the tool, ready to use. */
export function hasTool(tool: LiveTool): boolean {
  switch (tool) {
    case "terraform":
      return runs("terraform", ["version"]) && providerBinary() !== undefined;
    case "aws":
      return runs("aws", ["--version"]);
    case "kubectl":
      return runs("kubectl", ["version", "--client"]);
    case "boto3":
      return runs("python3", ["-c", "import boto3"]);
    case "moto":
      return runs("python3", ["-c", "import moto.server"]);
    case "openssl":
      return runs("openssl", ["version"]);
    case "pty":
      return runs("python3", ["-c", "import pty"]);
    case "opa":
      return runs(opaCommand(), ["version"]);
  }
}

/** The `opa` to run: named by the environment variable OPA, or the one on the PATH. */
export function opaCommand(): string {
  return process.env.OPA ?? "opa";
}

/** `describe` where the tools are; otherwise one skipped test that says which is not. */
export function describeWith(tools: LiveTool | readonly LiveTool[], name: string, body: () => void): void {
  const missing = [tools].flat().find((tool) => !hasTool(tool));
  if (missing === undefined) {
    describe(name, body);
    return;
  }
  describe(name, () => {
    it.skip(`skipped: ${missing} not found`, () => {});
  });
}

/**
 * The AWS provider's binary, version 5: below FLEETWRIGHT_PROVIDER_MIRROR, or below one of the places where
 * plugins and mirrors usually are.
 */
export function providerBinary(): string | undefined {
  const roots = [
    process.env.FLEETWRIGHT_PROVIDER_MIRROR,
    process.env.TF_PLUGIN_CACHE_DIR,
    join(homedir(), ".terraform.d"),
    "/usr/local/share/terraform",
    "/usr/share/terraform",
    "/opt",
  ];
  for (const root of roots) {
    if (root === undefined || !existsSync(root)) continue;
    const found = findFile(root, /^terraform-provider-aws_v5/, 8);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findFile(folder: string, name: RegExp, depth: number): string | undefined {
  if (depth === 0) return undefined;
  let entries: ReturnType<typeof readEntries>;
  try {
    entries = readEntries(folder);
  } catch {
    return undefined;
  }
  const file = entries.find((entry) => !entry.isDirectory() && name.test(entry.name));
  if (file !== undefined) return join(folder, file.name);
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const found = findFile(join(folder, entry.name), name, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readEntries(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore", timeout: 30_000 }).status === 0;
}
