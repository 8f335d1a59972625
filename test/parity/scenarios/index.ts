import type { Scenario } from "../scenario.js";
import { blocks } from "./blocks.js";
import { expressions } from "./expressions.js";
import { ignoreChanges } from "./ignore-changes.js";
import { lifecycle } from "./lifecycle.js";
import { modes } from "./modes.js";

/** Every situation that is planned with both, by subject. */
export const SCENARIOS: readonly Scenario[] = [
  ...modes,
  ...blocks,
  ...lifecycle,
  ...expressions,
  ...ignoreChanges,
];
