import { isAbsolute, join, resolve } from "node:path";
import { FleetwrightError } from "../diagnostics/index.js";
import type { JsonObject, JsonValue } from "./json.js";
import { localBackend } from "./local-backend.js";
import { s3Backend } from "./s3-backend.js";
import { s3Settings } from "./s3-settings.js";
import type { StateBackend } from "./state-backend.js";

export interface OpenStateBackendRequest {
  /** `terraform.backend` of the synthesized configuration, e.g. `{ "local": { "path": "…" } }`. */
  readonly backend: JsonValue | undefined;
  /** The directory in which Terraform would run; relative paths count from here. */
  readonly stackDirectory: string;
  /** Default: the `default` workspace. */
  readonly workspace?: string;
  /** A state file named on the command line; it wins over the backend. */
  readonly stateFile?: string;
}

/**
 * Opens the place where Terraform would keep this stack's state. Throws a FleetwrightError (STATE_BACKEND)
 * for a backend that is not supported.
 */
export function openStateBackend(request: OpenStateBackendRequest): StateBackend {
  if (request.stateFile !== undefined) return localBackend(resolve(request.stateFile));
  const workspace = request.workspace ?? "default";
  const [type, settings] = backendOf(request.backend);
  switch (type) {
    case "local":
      return localBackend(localPath(settings, request.stackDirectory, workspace));
    case "s3":
      return s3Backend(s3Settings(settings, workspace));
    default:
      throw new FleetwrightError("user", [
        {
          severity: "error",
          code: "STATE_BACKEND",
          summary: `The backend "${type}" is not supported`,
          detail:
            "Fleetwright keeps state in the local and s3 backends. Use one of them, or give a state file with -state.",
        },
      ]);
  }
}

function backendOf(backend: JsonValue | undefined): readonly [string, JsonObject] {
  const block = firstObject(backend);
  const name = block === undefined ? undefined : Object.keys(block)[0];
  if (block === undefined || name === undefined) return ["local", {}];
  return [name, firstObject(block[name]) ?? {}];
}

/** Terraform JSON lets a single block be written as an object or as a list of one. */
function firstObject(value: JsonValue | undefined): JsonObject | undefined {
  const first = isArray(value) ? value[0] : value;
  return typeof first === "object" && first !== null && !isArray(first) ? first : undefined;
}

function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function localPath(settings: JsonObject, directory: string, workspace: string): string {
  const inDirectory = (path: string) => (isAbsolute(path) ? path : join(directory, path));
  if (workspace !== "default") {
    const folder =
      typeof settings.workspace_dir === "string" ? settings.workspace_dir : "terraform.tfstate.d";
    return inDirectory(join(folder, workspace, "terraform.tfstate"));
  }
  return inDirectory(typeof settings.path === "string" ? settings.path : "terraform.tfstate");
}
