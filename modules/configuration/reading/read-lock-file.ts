import { readFile } from "node:fs/promises";
import path from "node:path";

/**
 * The provider versions that `terraform init` has chosen, by the provider's full source, from the folder's
 * `.terraform.lock.hcl`; empty when there is none. Terraform writes that file itself, in one form only.
 */
export async function readLockFile(directory: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(path.join(directory, ".terraform.lock.hcl"), "utf8").catch(() => "");
  const versions = new Map<string, string>();
  for (const [, source = "", body = ""] of text.matchAll(/^provider\s+"([^"]+)"\s*\{([\s\S]*?)^\}/gm)) {
    const version = /^\s*version\s*=\s*"([^"]+)"/m.exec(body)?.[1];
    if (version !== undefined) versions.set(source, version);
  }
  return versions;
}
