import type { OperationResult, OperationWait } from "../provider/index.js";

/** One operation as a journal knows it. */
export interface JournalEntry {
  readonly address: string;
  /** Which object of the address: null the current one, else a deposed key. */
  readonly deposed: string | null;
  readonly action: string;
  readonly operation: string;
  readonly call: string;
  /** What the operation waits for, so that a later run can wait for it without asking the plan again. */
  readonly wait: OperationWait | null;
  readonly token: string;
  /** Digest of the call's parameters, by which a later plan knows the same call again. */
  readonly parameters: string;
  /** Counts from 1; a failed operation that is tried again in a later run is a new attempt with a new token. */
  readonly attempt: number;
}

/** What is known of an operation that was begun. */
export interface JournalRecord extends JournalEntry {
  readonly status: "begun" | "accepted" | "done" | "failed";
  readonly result: OperationResult;
}

/** Keeps what was sent and answered, so that a later run can go on where this one ended. */
export interface Journal {
  /** Whether a later run can go on from here. */
  readonly durable: boolean;
  /** The last record of this operation, from this run or an earlier one of the same plan. */
  find(entry: Pick<JournalEntry, "address" | "deposed" | "operation">): JournalRecord | undefined;
  /** Resolves when the record is safe on disk; only then is the call sent. */
  /** What an earlier apply of another plan sent in the same way, and did not see end before its time was over. */
  findUnended(entry: Pick<JournalEntry, "address" | "call" | "parameters">): JournalRecord | undefined;
  /** Operations of this apply whose end is not known. */
  open(): readonly JournalRecord[];
  begin(entry: JournalEntry): Promise<void>;
  accepted(entry: JournalEntry, result: OperationResult): Promise<void>;
  done(entry: JournalEntry, result: OperationResult): Promise<void>;
  failed(entry: JournalEntry, reason: string): Promise<void>;
}

/** A journal that forgets: for applies that nobody will resume. */
export function forgetfulJournal(): Journal {
  const nothing = async (): Promise<void> => undefined;
  return {
    durable: false,
    find: () => undefined,
    findUnended: () => undefined,
    open: () => [],
    begin: nothing,
    accepted: nothing,
    done: nothing,
    failed: nothing,
  };
}
