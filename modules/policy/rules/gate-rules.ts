import type { RuleMetadata } from "./rule-metadata.js";

/** What the gate itself reports, beside the rules in Rego: it has no folder, and no waiver reaches it. */
export const gateRules = [
  {
    id: "FW-GATE-001",
    folder: null,
    title: "A policy gave no answer",
    severity: "deny",
    description:
      "A rule failed while it was evaluated, or did not see what it was sent. No answer is never taken for no objection.",
    recommendedAction: "Repair the policy that is named, or leave its bundle out.",
    links: ["https://www.openpolicyagent.org/docs/latest/wasm/"],
    decides: "always",
  },
  {
    id: "FW-GATE-002",
    folder: null,
    title: "A waiver has expired",
    severity: "deny",
    description: "A waiver would cover a finding, but its last day has passed: the finding denies again.",
    recommendedAction: "Mend what the rule found, or renew the waiver with its owner.",
    links: ["https://www.openpolicyagent.org/docs/latest/"],
    decides: "always",
  },
  {
    id: "FW-GATE-003",
    folder: null,
    title: "A waiver names an unknown rule",
    severity: "warn",
    description: "No rule has the id that a waiver names, so that the waiver covers nothing.",
    recommendedAction: "Correct the id; `fleetwright policy list` shows them all.",
    links: ["https://www.openpolicyagent.org/docs/latest/"],
    decides: "always",
  },
  {
    id: "FW-GATE-004",
    folder: null,
    title: "A waiver matches nothing",
    severity: "warn",
    description: "No finding of these plans is covered by a waiver: it may be out of date, or misspelt.",
    recommendedAction: "Remove the waiver, or correct its scope.",
    links: ["https://www.openpolicyagent.org/docs/latest/"],
    decides: "always",
  },
  {
    id: "FW-GATE-005",
    folder: null,
    title: "The plan is not whole",
    severity: "deny",
    description:
      "The plan ended with an error, so that what it shows is not what an apply would do: it cannot be judged.",
    recommendedAction: "Make a plan that ends without an error.",
    links: ["https://developer.hashicorp.com/terraform/internals/json-format"],
    decides: "always",
  },
  {
    id: "FW-GATE-006",
    folder: null,
    title: "Resources outside the plan's knowledge",
    severity: "warn",
    description:
      "The plan leaves out resources whose type Fleetwright does not know. The rules have not seen what becomes of them.",
    recommendedAction: "Judge Terraform's own plan as well: `fleetwright gate --terraform-plan FILE`.",
    links: ["https://developer.hashicorp.com/terraform/internals/json-format"],
    decides: "always",
  },
  {
    id: "FW-GATE-007",
    folder: null,
    title: "A policy bundle could not be run",
    severity: "deny",
    description:
      "A bundle of the user's own could not be loaded, ran out of time, trapped, or holds no rule that the gate knows. Nothing of it can be relied on: the plan is denied, and `gate` ends with an error (exit code 1) rather than a verdict.",
    recommendedAction: "Repair the bundle that is named, or leave it out.",
    links: ["https://www.openpolicyagent.org/docs/latest/wasm/"],
    decides: "always",
  },
] as const satisfies readonly RuleMetadata[];

export type GateRuleId = (typeof gateRules)[number]["id"];
