import { type FileHandle, open, stat } from "node:fs/promises";
import type { PosixLock } from "./posix-lock.js";

/**
 * Takes an open file description lock on the whole file, which is there: it conflicts with the record locks of
 * other processes, Terraform's among them, and goes with this process. `unavailable` where the package has
 * nothing for this platform; elsewhere than on Linux it takes locks of another kind, which Terraform does not see.
 */
export async function nativeLock(file: string): Promise<PosixLock> {
  if (process.platform !== "linux") return { kind: "unavailable" };
  const locks = await import("fs-native-extensions").catch(() => undefined);
  if (locks === undefined) return { kind: "unavailable" };
  const take = async (path: string): Promise<FileHandle | "busy" | "unavailable"> => {
    const handle = await open(path, "r+");
    try {
      // Whoever had the lock before may have put another file in this one's place, or taken it away.
      if (locks.tryLock(handle.fd) && (await isInPlace(handle, path))) return handle;
    } catch {
      // A file system without locks, e.g. some network mounts.
      await handle.close();
      return "unavailable";
    }
    await handle.close();
    return "busy";
  };
  let held = await take(file);
  if (typeof held === "string") return { kind: held };
  return {
    kind: "held",
    next: async (path) => {
      const before = held;
      held = await take(path);
      if (typeof before === "object") await before.close();
    },
    release: async () => {
      if (typeof held === "object") await held.close();
    },
  };
}

async function isInPlace(handle: FileHandle, path: string): Promise<boolean> {
  const [open, named] = await Promise.all([handle.stat(), stat(path).catch(() => null)]);
  return named !== null && named.ino === open.ino && named.dev === open.dev;
}
