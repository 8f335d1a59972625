import { open, rm, stat } from "node:fs/promises";
import { nativeLock } from "./native-lock.js";
import { pythonLock } from "./python-lock.js";

/** What came of asking for a POSIX lock; `unavailable`: this machine offers no way to take one. */
export type PosixLock =
  | {
      readonly kind: "held";
      /**
       * Locks the file that is about to take this one's place, and then lets go of this one: a lock belongs to a
       * file, not to its name.
       */
      readonly next: (file: string) => Promise<void>;
      readonly release: () => Promise<void>;
    }
  | { readonly kind: "busy" }
  | { readonly kind: "unavailable" };

/**
 * Takes the lock that Terraform takes on a local state file: an exclusive record lock (fcntl), which the system
 * frees when its holder is gone, however it ended. Node has no call for it: on Linux a native package has,
 * elsewhere a Python process holds it where there is one. The file is created when it is not there, and goes again
 * with the lock when nothing was written to it, as Terraform does it.
 */
export async function takePosixLock(file: string): Promise<PosixLock> {
  const created = await createIfAbsent(file);
  const native = await nativeLock(file);
  const lock = native.kind === "unavailable" ? await pythonLock(file) : native;
  if (!created) return lock;
  if (lock.kind !== "held") {
    await removeIfEmpty(file);
    return lock;
  }
  return {
    ...lock,
    release: async () => {
      await removeIfEmpty(file);
      await lock.release();
    },
  };
}

/** Whether the file had to be created. */
async function createIfAbsent(file: string): Promise<boolean> {
  try {
    await (await open(file, "wx", 0o644)).close();
    return true;
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error && error.code === "EEXIST")
      return false;
    throw error;
  }
}

async function removeIfEmpty(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found?.size === 0) await rm(file, { force: true });
}
