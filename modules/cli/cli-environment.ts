import type { Readable, Writable } from "node:stream";

/** Everything of the process that commands may touch, so that a run can be driven from a test or a demo. */
export interface CliEnvironment {
  readonly stdout: CliStream;
  readonly stderr: CliStream;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly env: { readonly [name: string]: string | undefined };
  /** Warnings are one line each: `-compact-warnings`. */
  readonly compactWarnings?: boolean;
  /** The directory that relative paths start from. */
  readonly workingDirectory: string;
  readonly now: () => Date;
  /** Aborted by the first interrupt. */
  readonly signal: AbortSignal;
  /** Aborted by the second where something listens to it; elsewhere the second ends the process. */
  readonly hardSignal?: AbortSignal;
}

export type CliStream = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};
