import { z } from "zod";

/** What people say to a running rollout. Kept in order; the state follows from all of them. */
export const controlCommandSchema = z.strictObject({
  command: z.enum(["pause", "resume", "abort", "approve"]),
  who: z.string(),
  /** The fleet's time, milliseconds since 1970. */
  at: z.number(),
  /** The wave that is approved; null otherwise. */
  wave: z.string().nullable(),
  reason: z.string().nullable(),
});

export type ControlCommand = z.infer<typeof controlCommandSchema>;

export interface ControlState {
  readonly paused: ControlCommand | null;
  readonly aborted: ControlCommand | null;
  /** By wave. */
  readonly approvals: ReadonlyMap<string, ControlCommand>;
  /** How often somebody has said `resume`. */
  readonly resumes: number;
}

/** The state that a list of commands amounts to. An abort is for good. */
export function controlState(commands: readonly ControlCommand[]): ControlState {
  let paused: ControlCommand | null = null;
  let aborted: ControlCommand | null = null;
  let resumes = 0;
  const approvals = new Map<string, ControlCommand>();
  for (const command of commands) {
    switch (command.command) {
      case "pause":
        paused = command;
        break;
      case "resume":
        paused = null;
        resumes += 1;
        break;
      case "abort":
        aborted ??= command;
        break;
      case "approve":
        if (command.wave !== null && !approvals.has(command.wave)) approvals.set(command.wave, command);
        break;
    }
  }
  return { paused, aborted, approvals, resumes };
}
