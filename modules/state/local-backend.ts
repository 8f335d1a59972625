import { copyFile, mkdir, open, readFile, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { FleetwrightError } from "../diagnostics/index.js";
import { formatState } from "./format-state.js";
import { isAbandoned, isOurs, type LockInfo, newLockInfo, parseLockInfo } from "./lock-info.js";
import { parseState } from "./parse-state.js";
import { type PosixLock, takePosixLock } from "./posix-lock.js";
import { replaceFile } from "./replace-file.js";
import { retryLock } from "./retry-lock.js";
import type { StateBackend } from "./state-backend.js";
import { refuseConflict } from "./state-conflict.js";
import { stateNotLocked } from "./state-not-locked.js";
import type { TerraformState } from "./terraform-state.js";

/** State in one file, as Terraform's `local` backend keeps it: `FILE`, `FILE.backup`, `.FILE.lock.info`. */
export function localBackend(file: string): StateBackend {
  const lockFile = join(dirname(file), `.${basename(file)}.lock.info`);
  let backedUp = false;
  let posix: PosixLock = { kind: "unavailable" };
  const read = async (): Promise<TerraformState | null> => {
    const text = await readIfExists(file);
    // Terraform creates the file empty when it takes the lock before the first write.
    return text === null || text.trim() === "" ? null : parseState(text, file);
  };
  return {
    description: file,
    read,
    async write(state) {
      refuseConflict(await read(), state, file);
      await mkdir(dirname(file), { recursive: true });
      if (!backedUp) {
        await copyIfFilled(file, `${file}.backup`);
        backedUp = true;
      }
      await replaceFile(file, formatState(state), async (temporary) => {
        if (posix.kind === "held") await posix.next(temporary);
      });
    },
    async lock(request) {
      const info = newLockInfo(request, file);
      await retryLock(request, file, async () => {
        posix = await inWritableDirectory(file, () => takePosixLock(file));
        if (posix.kind === "busy") return { acquired: false, holder: await holderOf(lockFile) };
        const text = await readIfExists(lockFile);
        const holder = text === null ? null : parseLockInfo(text);
        // Whoever held the POSIX lock is gone once we have it; without one only a dead process frees its file.
        const free = text === null || isAbandoned(holder) || (posix.kind === "held" && !isOurs(holder));
        if (free && text !== null) await rm(lockFile, { force: true });
        if (free && (await createExclusively(lockFile, JSON.stringify(info)))) return { acquired: true };
        if (posix.kind === "held") await posix.release();
        return { acquired: false, holder };
      });
      let released = false;
      return {
        info,
        async release() {
          if (released) return;
          released = true;
          await rm(lockFile, { force: true });
          if (posix.kind === "held") await posix.release();
          posix = { kind: "unavailable" };
        },
      };
    },
    async forceUnlock(id) {
      const text = await readIfExists(lockFile);
      const holder = text === null ? null : parseLockInfo(text);
      if (text === null || (holder !== null && holder.ID !== id)) {
        throw stateNotLocked(file, holder, id);
      }
      await rm(lockFile, { force: true });
    },
  };
}

async function readIfExists(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw new FleetwrightError(
      "user",
      [
        {
          severity: "error",
          code: "STATE_UNREADABLE",
          summary: `${file} cannot be read`,
          detail: error instanceof Error ? error.message : String(error),
        },
      ],
      { cause: error },
    );
  }
}

/** Who has the lock. It is taken before its holder is written down, so a little patience is needed. */
async function holderOf(lockFile: string): Promise<LockInfo | null> {
  for (let looks = 1; ; looks += 1) {
    const text = await readIfExists(lockFile);
    const holder = text === null ? null : parseLockInfo(text);
    if (holder !== null || looks === 10) return holder;
    await delay(20);
  }
}

async function inWritableDirectory<Result>(file: string, act: () => Promise<Result>): Promise<Result> {
  try {
    await mkdir(dirname(file), { recursive: true });
    return await act();
  } catch (error) {
    if (!["EACCES", "EPERM", "EROFS"].some((code) => hasCode(error, code))) throw error;
    throw new FleetwrightError(
      "user",
      [
        {
          severity: "error",
          code: "STATE_NOT_WRITABLE",
          summary: `The state ${file} cannot be locked: ${error instanceof Error ? error.message : String(error)}`,
          detail:
            "Locking writes to the state's directory. Make it writable, or read without a lock: -lock=false.",
        },
      ],
      { cause: error },
    );
  }
}

async function copyIfFilled(from: string, to: string): Promise<void> {
  const text = await readIfExists(from);
  if (text !== null && text.trim() !== "") await copyFile(from, to);
}

/** Creates the file with its content, or returns false when it is already there. */
async function createExclusively(file: string, text: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx");
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
