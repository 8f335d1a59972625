import type { RolloutEvent } from "../../workflow/rollout-event.js";

/** How long events are gathered before they are written together, in milliseconds. */
const gather = 100;

/** Writes events in order and together; a write that fails is tried again with the next. */
export function eventWriter(write: (events: readonly RolloutEvent[]) => Promise<void>): {
  write(event: RolloutEvent): void;
  close(): Promise<void>;
} {
  let pending: RolloutEvent[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    timer = null;
    const events = pending;
    pending = [];
    try {
      await write(events);
    } catch {
      // Events are a view; what counts is in the workflow's own record.
      pending = [...events, ...pending].slice(-1_000);
    }
  };
  return {
    write: (event) => {
      pending.push(event);
      timer ??= setTimeout(() => {
        writing = writing.then(flush);
      }, gather);
    },
    close: async () => {
      if (timer !== null) clearTimeout(timer);
      await writing;
      await flush();
    },
  };
}
