import type { StateBackend, TerraformState } from "../state/index.js";

/** Holds the state during an apply and writes it after every change. */
export interface StateKeeper {
  current(): TerraformState;
  /** Changes the state and resolves when the change is stored. Changes made meanwhile share one write. */
  update(change: (state: TerraformState) => TerraformState): Promise<void>;
  /** Writes once more what could not be written; rejects when it still cannot be. */
  finish(): Promise<void>;
}

export function createStateKeeper(
  backend: StateBackend,
  initial: TerraformState,
  onSaved: (serial: number) => void,
): StateKeeper {
  let state = initial;
  let writing: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  let unsaved = false;

  const writeLatest = async () => {
    next = undefined;
    state = { ...state, serial: state.serial + 1 };
    unsaved = true;
    await backend.write(state);
    unsaved = false;
    onSaved(state.serial);
  };
  return {
    current: () => state,
    update(change) {
      const changed = change(state);
      if (changed === state) return writing;
      state = changed;
      // A write under way holds an older state; the next one takes everything that has changed by then.
      next ??= writing.then(writeLatest, writeLatest);
      writing = next;
      return next;
    },
    async finish() {
      await writing.catch(() => undefined);
      if (unsaved) await writeLatest();
    },
  };
}
