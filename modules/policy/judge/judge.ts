import { type Diagnostic, FleetwrightError } from "../../diagnostics/index.js";
import { extractFacts } from "../facts/extract-facts.js";
import type { Facts } from "../facts/facts-schema.js";
import type { GateContext } from "../gate-context.js";
import { evaluateRules, type RuleResults } from "../host/evaluate-rules.js";
import { bundleDigest, bundledRules } from "../host/policy-bundle.js";
import { reasonOf } from "../host/policy-failure.js";
import type { JudgedPlans } from "../judged-plans.js";
import { resolveParameters } from "../parameters/resolve-parameters.js";
import { gateRules } from "../rules/gate-rules.js";
import type { RuleMetadata } from "../rules/rule-metadata.js";
import { judgeByBundles } from "../user-bundles/judge-by-bundles.js";
import type { Finding, Verdict } from "../verdict.js";
import { applyWaivers } from "../waivers/apply-waivers.js";
import { findingScopes } from "../waivers/finding-scope.js";
import { checkPlans } from "./check-plans.js";
import { completeVerdict } from "./complete-verdict.js";
import { buildFindings } from "./finding-builder.js";
import { fleetOfPlans } from "./fleet-of-plans.js";
import { gateFinding } from "./gate-finding.js";
import { judgedWithDigest } from "./judged-with.js";

/**
 * Judges plans, the fleet's own or any that `terraform show -json` wrote, by all rules. A policy that fails
 * is a finding that denies, never an exception; a FleetwrightError is thrown only for input that cannot be
 * judged: no plan, an unknown parameter, a date that is none. The same input gives the same verdict.
 */
export async function judge(plans: JudgedPlans, given: GateContext): Promise<Verdict> {
  const facts = policyFacts(plans, given);
  const context = { ...given, fleet: given.fleet && fleetOfPlans(given.fleet, plans) };
  const own = await evaluateOwnRules(facts);
  const rules = new Map<string, RuleMetadata>(bundledRules().map((rule) => [rule.id, rule]));
  const built = buildFindings(own.results, facts, rules, locatorOf(context));
  const fromBundles = await judgeByBundles(plans, context.userBundles ?? [], {
    timeoutSeconds: context.userBundleTimeoutSeconds ?? 60,
    now: facts.now.instant,
  });
  const waivers = [...(context.fleet?.policy.waivers ?? []), ...(context.waivers ?? [])];
  const findings = applyWaivers([...built.findings, ...fromBundles.findings], waivers, {
    date: facts.now.date,
    knownRules: new Set([...rules.keys(), ...gateRules.map(({ id }) => id), ...fromBundles.rules]),
    otherClusters: otherClusters(facts, context),
    scopeOf: findingScopes(facts, context.fleet),
  });
  return completeVerdict({
    findings: [...findings, ...own.failures, ...planFindings(plans)],
    notDecided: built.notDecided,
    facts,
    stacks: Object.keys(plans.stacks),
    judgedAt: facts.now.instant,
    failOn: context.failOn ?? "deny",
    bundleDigest: bundleDigest(),
    parametersDigest: judgedWithDigest(given),
  });
}

/** The document that the rules see of these plans; for writing rules and for looking into a verdict. */
export function policyFacts(plans: JudgedPlans, context: GateContext): Facts {
  checkPlans(plans);
  const now = instantOf(context.now);
  const fleet = context.fleet && fleetOfPlans(context.fleet, plans);
  const parametersOf = resolveParameters(context.parameters, fleet);
  return extractFacts(plans, { now, live: context.live ?? {}, fleet, parametersOf });
}

async function evaluateOwnRules(
  facts: Facts,
): Promise<{ readonly results: RuleResults; readonly failures: readonly Finding[] }> {
  try {
    return { results: await evaluateRules(facts), failures: [] };
  } catch (thrown) {
    const failure = gateFinding("FW-GATE-001", `Fleetwright's own rules gave no answer: ${reasonOf(thrown)}`);
    return { results: { findings: [], undecided: [] }, failures: [failure] };
  }
}

/** The fleet file's line goes before the one of the Terraform JSON that was made from it. */
function locatorOf({ fleet, locate }: GateContext): GateContext["locate"] {
  return (stack, address, attribute) =>
    fleet?.locate(stack, address, attribute) ?? locate?.(stack, address, attribute);
}

function otherClusters(facts: Facts, { fleet }: GateContext): string[] {
  const judged = new Set(facts.clusters.map(({ name }) => name));
  return Object.values(fleet?.stacks ?? {}).flatMap(({ cluster }) => (judged.has(cluster) ? [] : [cluster]));
}

/** What makes a plan unfit to be judged whole. */
function planFindings(plans: JudgedPlans): Finding[] {
  return Object.entries(plans.stacks).flatMap(([stack, plan]): Finding[] => {
    const findings: Finding[] = [];
    if (plan.errored === true) {
      findings.push(gateFinding("FW-GATE-005", `The plan of ${stack} ended with an error`, { stack }));
    }
    const unsupported = plan.fleetwright?.unsupported ?? [];
    if (unsupported.length > 0) {
      const message = `The plan of ${stack} leaves out ${unsupported.join(", ")}`;
      findings.push(gateFinding("FW-GATE-006", message, { stack }));
    }
    return findings;
  });
}

function instantOf(now: string): number {
  const instant = Date.parse(now);
  if (!Number.isNaN(instant)) return instant;
  const diagnostic: Diagnostic = {
    severity: "error",
    code: "POLICY_INVALID_DATE",
    summary: `"${now}" is no instant`,
    detail: "Give the date to judge by in ISO 8601, e.g. 2026-03-01T12:00:00Z.",
  };
  throw new FleetwrightError("user", [diagnostic]);
}
