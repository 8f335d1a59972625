import type { AwsWaiting } from "../../aws/index.js";
import type { ReadRequest } from "../../planner/index.js";

/** Told what goes on while stacks are planned. */
export interface PlanListener {
  stackStarted(stack: string): void;
  readsStarted(stack: string, requests: readonly ReadRequest[]): void;
  readsComplete(stack: string, requests: readonly ReadRequest[]): void;
  stackPlanned(stack: string): void;
  /** That AWS makes the reads wait. */
  waiting?(waiting: AwsWaiting): void;
  close(): void;
}

/** Tells nobody. */
export const silentListener: PlanListener = {
  stackStarted: () => {},
  readsStarted: () => {},
  readsComplete: () => {},
  stackPlanned: () => {},
  close: () => {},
};
