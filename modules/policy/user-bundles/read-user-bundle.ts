import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { FleetwrightError } from "../../diagnostics/index.js";
import { digestOfText } from "../digest.js";
import { readArchive } from "../host/read-archive.js";
import type { UserBundle } from "./user-bundle.js";

/**
 * Reads a bundle that `opa build -t wasm` wrote, or a bare `.wasm` file. Throws `POLICY_INVALID_BUNDLE` for
 * anything else; what the module does is found out when it is evaluated.
 */
export async function readUserBundle(path: string): Promise<UserBundle> {
  const bytes = await readFile(path).catch((error: Error) => {
    throw invalid(path, error.message);
  });
  const name = basename(path).replace(/\.tar\.gz$|\.tgz$|\.wasm$/, "");
  const digest = digestOfText(bytes);
  if (bytes.subarray(0, 4).equals(wasmMagic)) return { name, wasm: bytes, data: {}, digest };
  let members: ReadonlyMap<string, Buffer>;
  try {
    members = readArchive(bytes);
  } catch (error) {
    throw invalid(path, error instanceof Error ? error.message : String(error));
  }
  const wasm = members.get("policy.wasm");
  if (wasm === undefined) throw invalid(path, "It holds no policy.wasm: build it with `opa build -t wasm`.");
  return { name, wasm, data: dataOf(members, path), digest };
}

const wasmMagic = Buffer.from([0x00, 0x61, 0x73, 0x6d]);

function dataOf(members: ReadonlyMap<string, Buffer>, path: string): object {
  const text = members.get("data.json")?.toString("utf8");
  if (text === undefined) return {};
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data === "object" && data !== null) return data;
  } catch {
    // Told below, like data that is no object.
  }
  throw invalid(path, "Its data.json is no JSON object.");
}

function invalid(path: string, detail: string): FleetwrightError {
  return new FleetwrightError("user", [
    { severity: "error", code: "POLICY_INVALID_BUNDLE", summary: `${path} is no policy bundle`, detail },
  ]);
}
