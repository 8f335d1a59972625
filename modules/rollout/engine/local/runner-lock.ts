import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { z } from "zod";
import { FleetwrightError } from "../../../diagnostics/index.js";
import { systemErrorCode } from "./error-code.js";

const holderSchema = z.object({
  pid: z.number(),
  host: z.string(),
  /** When the process began, as the system counts; a process id alone may have been given to another since. */
  began: z.string().nullable(),
  since: z.string(),
});

type Holder = z.infer<typeof holderSchema>;

/**
 * Takes the lock of a journal: one runner at a time. A lock whose process is dead, on this machine, is taken over;
 * one of another machine is not, as nobody here can tell. Throws a FleetwrightError ROLLOUT_LOCKED with who has it.
 */
export async function takeRunnerLock(file: string): Promise<{ release(): Promise<void> }> {
  const holder: Holder = {
    pid: process.pid,
    host: hostname(),
    began: beganAt(process.pid),
    since: new Date().toISOString(),
  };
  const own = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await writeFile(own, JSON.stringify(holder));
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      // Linking is the one step in which exactly one of two runners succeeds, with the content in place.
      if (await linked(own, file)) return { release: () => rm(file, { force: true }) };
      const other = await readHolder(file);
      if (other === null) continue;
      if (isAlive(other)) throw locked(file, other);
      await rm(file, { force: true });
    }
    throw locked(file, holder);
  } finally {
    await rm(own, { force: true });
  }
}

/** Whether somebody holds the lock. Of another machine's holder that cannot be told from here: then yes. */
export async function isLocked(file: string): Promise<boolean> {
  const holder = await readHolder(file);
  return holder !== null && isAlive(holder);
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === "EEXIST") return false;
    throw error;
  }
}

async function readHolder(file: string): Promise<Holder | null> {
  try {
    const parsed = holderSchema.safeParse(JSON.parse(await readFile(file, "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  if (holder.pid === process.pid) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return systemErrorCode(error) === "EPERM";
  }
  const began = beganAt(holder.pid);
  return began === null || holder.began === null || began === holder.began;
}

/** Field 22 of Linux's /proc/PID/stat; null elsewhere. */
function beganAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // A process that is dead but not yet waited for by its parent still has its entry.
    return fields[0] === "Z" ? "dead" : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function locked(file: string, holder: Holder): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "ROLLOUT_LOCKED",
      summary: "Another runner is at work on this rollout",
      detail: `Process ${holder.pid} on ${holder.host}, since ${holder.since}. Say \`rollout pause\` or \`rollout abort\` to it; if that machine is gone for good, remove ${file}.`,
    },
  ]);
}
