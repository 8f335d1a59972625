import { spawn } from "node:child_process";
import { Socket } from "node:net";
import type { Readable, Writable } from "node:stream";

/** What came of asking for a POSIX lock; `unavailable`: this machine offers no way to take one. */
export type PosixLock =
  | {
      readonly kind: "held";
      /** Locks the file anew after another one was put in its place; the lock belongs to the file, not its name. */
      readonly again: () => Promise<void>;
      readonly release: () => Promise<void>;
    }
  | { readonly kind: "busy" }
  | { readonly kind: "unavailable" };

/**
 * Takes the lock that Terraform takes on a local state file: an exclusive POSIX record lock (fcntl). Node has
 * no call for it, so a small Python process holds it for as long as this one lives; the system frees it when
 * both are gone, however they ended. The file is created when it is not there, as Terraform does.
 */
export function takePosixLock(file: string): Promise<PosixLock> {
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
      const again = () =>
        new Promise<void>((locked) => {
          const answered = () => {
            keepAlive(holder.stdout, false);
            locked();
          };
          // While its answer is awaited it must keep this process alive: nothing else may be left to do.
          keepAlive(holder.stdout, true);
          holder.stdout.once("data", answered);
          void gone.then(answered);
          holder.stdin.write("again\n");
        });
      answer({ kind: "held", again, release });
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
import fcntl, os, signal, sys
# A terminal's Ctrl-C reaches this process too, but the lock is needed until the work has ended.
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
def lock():
    fd = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o644)
    fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
try:
    lock()
except OSError:
    print("busy", flush=True)
    sys.exit(0)
print("held", flush=True)
for line in sys.stdin:
    try:
        lock()
        print("held", flush=True)
    except OSError:
        print("busy", flush=True)
`;
