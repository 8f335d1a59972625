import { readdirSync, readFileSync } from "node:fs";

/** What a process and all that it started have used. */
export interface ProcessTree {
  /** Most memory that all of them held at once; null where the system does not tell. */
  readonly peakMegabytes: number | null;
  /** Processor time of all of them together; null where the system does not tell. */
  readonly processorSeconds: number | null;
}

const SAMPLE_MILLISECONDS = 10;
/** Linux counts processor time in hundredths of a second, whatever its timer does. */
const TICKS_PER_SECOND = 100;

/** Watches a process and its descendants until `stop`, which tells what they used. */
export function watchProcessTree(root: number | undefined): { stop(): ProcessTree } {
  const ticksOf = new Map<number, number>();
  let peakKilobytes = 0;
  const sample = () => {
    let kilobytes = 0;
    for (const pid of root === undefined ? [] : descendantsOf(root)) {
      kilobytes += residentKilobytes(pid);
      ticksOf.set(pid, ticksUsed(pid) ?? ticksOf.get(pid) ?? 0);
    }
    peakKilobytes = Math.max(peakKilobytes, kilobytes);
  };
  const timer = setInterval(sample, SAMPLE_MILLISECONDS);
  return {
    stop: () => {
      clearInterval(timer);
      const ticks = [...ticksOf.values()].reduce((sum, each) => sum + each, 0);
      return {
        peakMegabytes: peakKilobytes === 0 ? null : peakKilobytes / 1024,
        processorSeconds: ticksOf.size === 0 ? null : ticks / TICKS_PER_SECOND,
      };
    },
  };
}

function descendantsOf(pid: number): number[] {
  const children = threadsOf(pid).flatMap((thread) => {
    const list = read(`/proc/${pid}/task/${thread}/children`) ?? "";
    return list.split(" ").filter((text) => text !== "");
  });
  return [pid, ...children.map(Number).flatMap(descendantsOf)];
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function residentKilobytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`) ?? "")?.[1] ?? 0);
}

/** In user mode and in the system's (`utime` and `stime` of proc(5)). */
function ticksUsed(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
