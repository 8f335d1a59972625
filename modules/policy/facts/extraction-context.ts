import type { FleetContext } from "../fleet-context.js";
import type { LiveFacts } from "../live-facts.js";
import type { Parameters } from "../parameters/parameters-schema.js";

/** What extraction needs beside the plans: all of it passed in, so that the same input gives the same facts. */
export interface ExtractionContext {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly live: LiveFacts;
  readonly fleet: FleetContext | undefined;
  /** The limits that hold for the fleet, a cluster, or a node group. */
  parametersOf(subject: ParameterSubject): Parameters;
}

/** Nothing: the fleet. A stack: its cluster. A stack and an address: that node group or launch template. */
export interface ParameterSubject {
  readonly stack?: string;
  readonly address?: string;
}
