/** What the process says when it ends; `docs/exit-codes.md` explains each. */
export const EXIT = {
  ok: 0,
  error: 1,
  /** With `-detailed-exitcode`: the plan has changes. */
  changes: 2,
  denied: 3,
  stale: 4,
  locked: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
