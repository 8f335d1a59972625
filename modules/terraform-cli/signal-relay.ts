const PASSED_ON = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Passes every signal on exactly once, to whichever terraform runs. */
export interface SignalRelay {
  /** Aborted by a signal that came while no terraform was running: then nothing more may be started. */
  readonly signal: AbortSignal;
  /** From now on signals go to this process, until the returned function is called. */
  readonly to: (kill: (signal: NodeJS.Signals) => void) => () => void;
  /** Whether any signal has come, whoever it was passed on to. */
  readonly hasReceived: () => boolean;
  /** Gives the signals back to whoever had them before. */
  readonly close: () => void;
}

/**
 * Takes over this process's signals until closed. Terraform runs in a process group of its own, so that it does
 * not get an interrupt of the terminal a second time: two of them would make it drop everything at once.
 */
export function startSignalRelay(): SignalRelay {
  const controller = new AbortController();
  let current: ((signal: NodeJS.Signals) => void) | undefined;
  let received = false;
  const onSignal = (signal: NodeJS.Signals) => {
    received = true;
    if (current === undefined) controller.abort();
    else current(signal);
  };
  const before = PASSED_ON.map((signal) => ({ signal, listeners: process.listeners(signal) }));
  for (const signal of PASSED_ON) {
    process.removeAllListeners(signal);
    process.on(signal, onSignal);
  }
  return {
    signal: controller.signal,
    to: (kill) => {
      current = kill;
      return () => {
        if (current === kill) current = undefined;
      };
    },
    hasReceived: () => received,
    close: () => {
      for (const signal of PASSED_ON) process.off(signal, onSignal);
      for (const { signal, listeners } of before) {
        for (const listener of listeners) process.on(signal, listener);
      }
    },
  };
}
