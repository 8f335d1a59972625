import { spawn } from "node:child_process";

/** A program in a terminal of its own, as somebody at a keyboard has it. */
export interface PseudoTerminal {
  /** Types; `\u0003` is Ctrl-C. */
  type(text: string): void;
  /** Resolves once the text has been on the screen. */
  shows(text: string): Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly screen: string }>;
}

/** Python's `pty` opens the terminal; Node has nothing for it. */
export function startInTerminal(
  command: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): PseudoTerminal {
  const child = spawn("python3", ["-c", IN_TERMINAL, ...command], { ...options, stdio: "pipe" });
  let screen = "";
  let look = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      screen += String(data);
      look();
    });
  }
  return {
    type: (text) => child.stdin.write(text),
    shows: (text) =>
      new Promise((resolve) => {
        look = () => {
          if (screen.includes(text)) resolve();
        };
        look();
      }),
    ended: new Promise((resolve) => child.once("close", (code) => resolve({ code, screen }))),
  };
}

const IN_TERMINAL = `
import os, pty, sys
# A new terminal has no size, and nothing can be drawn on it.
status = pty.spawn(["sh", "-c", 'stty cols 160 rows 40; exec "$@"', "sh"] + sys.argv[1:])
sys.exit(os.waitstatus_to_exitcode(status))
`;
