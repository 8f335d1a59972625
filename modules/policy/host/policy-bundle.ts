import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { digestOf, digestOfText } from "../digest.js";
import { profileNames } from "../parameters/parameters-schema.js";
import { profileParameters } from "../parameters/profiles.js";
import { policiesDirectory } from "../policies-directory.js";
import { gateRules } from "../rules/gate-rules.js";
import { type RuleMetadata, ruleMetadataSchema } from "../rules/rule-metadata.js";
import { loadWasmPolicy, type WasmPolicy } from "./wasm-policy.js";

/** Entrypoint of the compiled rules: one document with every finding. */
export const entrypoint = "fleetwright/main/result";

/** The rules of the compiled bundle, in the order of their ids. */
export function bundledRules(): readonly RuleMetadata[] {
  rules ??= z.array(ruleMetadataSchema).parse(JSON.parse(readBundle("rules.json").toString("utf8")));
  return rules;
}

/** Digest of the compiled rules, of what their metadata says, and of the profiles' limits. */
export function bundleDigest(): string {
  digest ??= digestOf({
    wasm: digestOfText(readBundle("policy.wasm")),
    rules: bundledRules(),
    gate: gateRules,
    profiles: profileNames.map(profileParameters),
  });
  return digest;
}

/** The compiled rules, loaded once and kept warm; `discard` makes the next call load them anew. */
export async function warmPolicy(): Promise<{ readonly policy: WasmPolicy; discard(): void }> {
  warm ??= readFile(join(policiesDirectory(), "bundle", "policy.wasm")).then((wasm) => loadWasmPolicy(wasm));
  const mine = warm;
  const discard = (): void => {
    if (warm === mine) warm = undefined;
  };
  try {
    return { policy: await mine, discard };
  } catch (error) {
    discard();
    throw error;
  }
}

let rules: readonly RuleMetadata[] | undefined;
let digest: string | undefined;
let warm: Promise<WasmPolicy> | undefined;

function readBundle(name: string): Buffer {
  return readFileSync(join(policiesDirectory(), "bundle", name));
}
