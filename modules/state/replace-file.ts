import { randomBytes } from "node:crypto";
import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Puts a new file with this text in the place of another one, as a whole or not at all, safe on disk. It has the
 * former one's mode, and a symbolic link stays one.
 *
 * @param beforeInPlace is given the new file before it takes the place, e.g. to lock it
 */
export async function replaceFile(
  file: string,
  text: string,
  beforeInPlace: (temporary: string) => Promise<void>,
): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const before = await stat(target).catch(() => null);
  const temporary = `${target}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const handle = await open(temporary, "wx", 0o644);
    try {
      if (before !== null) await handle.chmod(before.mode);
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await beforeInPlace(temporary);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(dirname(target));
}

/** A rename is safe only when its directory is; where directories cannot be synced nothing more can be done. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r").catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
