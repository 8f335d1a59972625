import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { FleetwrightError } from "../diagnostics/index.js";
import type { LockRequest } from "./state-backend.js";

/** Terraform's lock info, as its lock files hold it (`statemgr.LockInfo`). */
export interface LockInfo {
  readonly ID: string;
  readonly Operation: string;
  readonly Info: string;
  readonly Who: string;
  readonly Version: string;
  readonly Created: string;
  readonly Path: string;
}

export function newLockInfo(request: LockRequest, path: string): LockInfo {
  return {
    ID: randomUUID(),
    Operation: request.operation,
    Info: [request.info ?? "", `${PROCESS}${process.pid}`].join(" ").trim(),
    Who: `${userName()}@${hostname()}`,
    Version: "1.11.4",
    Created: new Date().toISOString(),
    Path: path,
  };
}

const PROCESS = "fleetwright process ";

/** Whether a lock was taken by Fleetwright: its processes are named in their locks. */
export function isOurs(holder: LockInfo | null): boolean {
  return holder?.Info.includes(PROCESS) === true;
}

/** Whether a lock was taken by a process of Fleetwright on this machine that is no more. */
export function isAbandoned(holder: LockInfo | null): boolean {
  const id = /fleetwright process (\d+)/.exec(holder?.Info ?? "")?.[1];
  if (id === undefined || holder?.Who.endsWith(`@${hostname()}`) !== true) return false;
  try {
    process.kill(Number(id), 0);
    return false;
  } catch (error) {
    return typeof error === "object" && error !== null && "code" in error && error.code === "ESRCH";
  }
}

/** Reads a lock file's text; null when it is not one, e.g. because its writer died half way. */
export function parseLockInfo(text: string): LockInfo | null {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document !== "object" || document === null) return null;
    const field = (name: string): string => {
      const value: unknown = Reflect.get(document, name);
      return typeof value === "string" ? value : "";
    };
    return {
      ID: field("ID"),
      Operation: field("Operation"),
      Info: field("Info"),
      Who: field("Who"),
      Version: field("Version"),
      Created: field("Created"),
      Path: field("Path"),
    };
  } catch {
    return null;
  }
}

/** The error for a lock that someone else holds, with Terraform's own rows about the holder. */
export function stateLocked(path: string, holder: LockInfo | null): FleetwrightError {
  const rows =
    holder === null
      ? "Its holder is not known."
      : [
          "Lock Info:",
          `  ID:        ${holder.ID}`,
          `  Path:      ${holder.Path}`,
          `  Operation: ${holder.Operation}`,
          `  Who:       ${holder.Who}`,
          `  Version:   ${holder.Version}`,
          `  Created:   ${holder.Created}`,
          `  Info:      ${holder.Info}`,
        ].join("\n");
  const advice =
    holder === null || holder.ID === ""
      ? "Wait for it to end, or try longer with -lock-timeout."
      : `Wait for it to end, or try longer with -lock-timeout. If its process is gone for certain, remove the lock with \`fleetwright force-unlock ${holder.ID}\`.`;
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "STATE_LOCKED",
      summary: `The state ${path} is locked by another run`,
      detail: `${rows}\n${advice}`,
    },
  ]);
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}
