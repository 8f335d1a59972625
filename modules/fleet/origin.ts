import type { FleetDocument } from "./document/fleet-document.js";

/** A step into a document: a key of a map, or an index of a list. */
export type PathStep = string | number;

/** A node of a document that values were taken from. */
export interface Origin {
  readonly document: FleetDocument;
  readonly path: readonly PathStep[];
}
