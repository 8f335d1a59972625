import type { FleetContext } from "./fleet-context.js";
import type { LiveFacts } from "./live-facts.js";
import type { ParameterOverrides } from "./parameters/parameters-schema.js";
import type { UserBundle } from "./user-bundles/user-bundle.js";
import type { Waiver } from "./verdict.js";

/** What plans are judged by, beside the rules. */
export interface GateContext {
  /** The instant of judging, ISO 8601: passed in by the caller, never read from a clock here. */
  readonly now: string;
  /** What the fleet file says; absent for foreign plans. */
  readonly fleet?: FleetContext | undefined;
  /** Where resources are written, for plans that come from no fleet file; see `configurationLocator`. */
  readonly locate?: FleetContext["locate"] | undefined;
  /** What is live, as far as the caller has looked. */
  readonly live?: LiveFacts | undefined;
  /** The caller's own limits; those of the fleet file go before them. */
  readonly parameters?: ParameterOverrides | undefined;
  /** Waivers beside the fleet's own. */
  readonly waivers?: readonly Waiver[] | undefined;
  /** The least severity that denies; `deny` by default. */
  readonly failOn?: "deny" | "warn" | undefined;
  /** The user's own compiled policies, which see the plans themselves. */
  readonly userBundles?: readonly UserBundle[] | undefined;
  /** How long each of them may take; 60 by default. */
  readonly userBundleTimeoutSeconds?: number | undefined;
}
