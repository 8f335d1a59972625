import { spawn } from "node:child_process";
import { Socket } from "node:net";
import type { Readable, Writable } from "node:stream";
import type { PosixLock } from "./posix-lock.js";

/**
 * Takes a POSIX record lock on the whole file, which is there. A small Python process holds it for as long as this
 * one lives; the system frees it when both are gone, however they ended.
 */
export function pythonLock(file: string): Promise<PosixLock> {
  return new Promise((resolve) => {
    const holder = spawn("python3", ["-c", HOLD, file], { stdio: ["pipe", "pipe", "ignore"] });
    let answered = false;
    const answer = (lock: PosixLock) => {
      if (answered) return;
      answered = true;
      resolve(lock);
    };
    const gone = new Promise<void>((ended) => holder.once("close", () => ended()));
    holder.once("error", () => answer({ kind: "unavailable" }));
    holder.once("close", () => answer({ kind: "unavailable" }));
    holder.stdin.on("error", () => undefined);
    holder.stdout.once("data", (data: Buffer) => {
      if (!data.toString().startsWith("held")) {
        answer({ kind: "busy" });
        return;
      }
      // The holder must not keep this process alive, nor survive it: it ends when its standard input does.
      holder.unref();
      keepAlive(holder.stdout, false);
      keepAlive(holder.stdin, false);
      const release = async () => {
        holder.ref();
        holder.stdin.end();
        await gone;
      };
      const next = (path: string) =>
        new Promise<void>((locked) => {
          const answered = () => {
            keepAlive(holder.stdout, false);
            locked();
          };
          // While its answer is awaited it must keep this process alive: nothing else may be left to do.
          keepAlive(holder.stdout, true);
          holder.stdout.once("data", answered);
          void gone.then(answered);
          holder.stdin.write(`${JSON.stringify(path)}\n`);
        });
      answer({ kind: "held", next, release });
    });
  });
}

/** Whether an open pipe keeps this process alive. */
function keepAlive(pipe: Readable | Writable, alive: boolean): void {
  if (pipe instanceof Socket) {
    if (alive) pipe.ref();
    else pipe.unref();
  }
}

const HOLD = `
import fcntl, json, os, signal, sys
# A terminal's Ctrl-C reaches this process too, but the lock is needed until the work has ended.
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
def lock(path):
    fd = os.open(path, os.O_RDWR)
    fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return fd
try:
    held = lock(sys.argv[1])
except OSError:
    print("busy", flush=True)
    sys.exit(0)
print("held", flush=True)
for line in sys.stdin:
    try:
        held, before = lock(json.loads(line)), held
        os.close(before)
        print("held", flush=True)
    except OSError:
        print("busy", flush=True)
`;
