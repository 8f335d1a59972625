import { type GateRuleId, gateRules } from "../rules/gate-rules.js";
import type { Finding, Waiver } from "../verdict.js";

/** A finding of the gate itself, about the fleet, one plan, or a waiver. */
export function gateFinding(
  id: GateRuleId,
  message: string,
  about?: Waiver | { readonly stack: string },
): Finding {
  const rule = gateRules.find((each) => each.id === id) ?? gateRules[0];
  const location = about !== undefined && "location" in about ? about.location : undefined;
  return {
    rule: rule.id,
    title: rule.title,
    severity: rule.severity,
    message,
    recommendedAction: rule.recommendedAction,
    links: rule.links,
    cluster: null,
    stack: about !== undefined && "stack" in about ? about.stack : null,
    address: null,
    standing: false,
    ...(location && { location }),
  };
}
