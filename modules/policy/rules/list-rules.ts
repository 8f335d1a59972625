import { bundledRules } from "../host/policy-bundle.js";
import { gateRules } from "./gate-rules.js";
import type { RuleMetadata } from "./rule-metadata.js";

/** All rules in the order of their ids: those of the bundle, and what the gate itself reports. */
export function listRules(): readonly RuleMetadata[] {
  return [...bundledRules(), ...gateRules].sort((left, right) => (left.id < right.id ? -1 : 1));
}
