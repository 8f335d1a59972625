import type { LiveEvent } from "../../live/index.js";

/** Told what goes on while stacks are planned. */
export interface PlanListener {
  stackStarted(stack: string): void;
  liveEvent(event: LiveEvent): void;
  stackPlanned(stack: string): void;
  close(): void;
}
