import { z } from "zod";
import { reasonOf } from "../host/policy-failure.js";
import { gateFinding } from "../judge/gate-finding.js";
import type { JudgedPlans } from "../judged-plans.js";
import type { Finding } from "../verdict.js";
import { type BundleResult, runBundle } from "./run-bundle.js";
import type { UserBundle } from "./user-bundle.js";

export interface BundleFindings {
  readonly findings: readonly Finding[];
  /** Ids of all rules that were asked, those that found nothing included. */
  readonly rules: readonly string[];
}

/**
 * What the user's own bundles find in plans. They see each plan whole, as `terraform show -json` writes it. A
 * rule that fails (FW-GATE-001), and a bundle that does (FW-GATE-007), is a finding that denies, with its name.
 */
export async function judgeByBundles(
  plans: JudgedPlans,
  bundles: readonly UserBundle[],
  options: { readonly timeoutSeconds: number; readonly now: string },
): Promise<BundleFindings> {
  if (bundles.length === 0) return { findings: [], rules: [] };
  const inputs = Object.entries(plans.stacks).map(([stack, plan]) => ({ stack, text: JSON.stringify(plan) }));
  const findings: Finding[] = [];
  const rules = new Set<string>();
  for (const bundle of bundles) {
    try {
      const results = await runBundle(bundle, inputs, options);
      for (const { name, value } of results)
        for (const [rule] of rulesOf(name, value)) rules.add(`${bundle.name}/${rule}`);
      findings.push(...findingsOf(bundle, results));
    } catch (thrown) {
      findings.push(
        gateFinding("FW-GATE-007", `The policy bundle ${bundle.name} gave no answer: ${reasonOf(thrown)}`),
      );
    }
  }
  return { findings, rules: [...rules] };
}

function findingsOf(bundle: UserBundle, results: readonly BundleResult[]): Finding[] {
  const stacks = new Map<string, { rules: Map<string, readonly unknown[]>; failures: Finding[] }>();
  for (const { stack, name, value, failure } of results) {
    const own = stacks.get(stack) ?? { rules: new Map<string, readonly unknown[]>(), failures: [] };
    stacks.set(stack, own);
    if (failure !== undefined) {
      const message = `${name} of the policy bundle ${bundle.name} gave no answer: ${failure}`;
      own.failures.push(gateFinding("FW-GATE-001", message, { stack }));
      continue;
    }
    for (const [rule, found] of rulesOf(name, value)) own.rules.set(rule, found);
  }
  return [...stacks].flatMap(([stack, { rules, failures }]) => {
    const excepted = exceptions(rules);
    const found = [...rules].flatMap(([rule, values]) => {
      const [, kind, suffix] = /^(deny|warn|violation)(?:_(\w+))?$/.exec(rule) ?? [];
      if (kind === undefined || (suffix !== undefined && excepted.has(suffix))) return [];
      return values.map((value) =>
        bundleFinding(bundle, stack, rule, kind === "warn" ? "warn" : "deny", value),
      );
    });
    return [...found, ...failures];
  });
}

/** A rule as an entrypoint of its own, or all rules of package `main` in one object. */
function rulesOf(entrypoint: string, value: unknown): [string, readonly unknown[]][] {
  const [, rule] = entrypoint.split("/");
  if (rule !== undefined) return [[rule, listOf(value)]];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).map(([name, found]) => [name, listOf(found)]);
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === null || value === undefined || value === false ? [] : [value];
}

/** conftest's `exception` names, by suffix, rules that do not count for this input. */
function exceptions(rules: ReadonlyMap<string, readonly unknown[]>): ReadonlySet<unknown> {
  return new Set((rules.get("exception") ?? []).flat());
}

const objectResult = z.looseObject({ msg: z.string(), address: z.string().optional() });

function bundleFinding(
  bundle: UserBundle,
  stack: string,
  rule: string,
  severity: "deny" | "warn",
  value: unknown,
): Finding {
  const object = objectResult.safeParse(value);
  const message =
    typeof value === "string" ? value : object.success ? object.data.msg : JSON.stringify(value);
  return {
    rule: `${bundle.name}/${rule}`,
    title: `${rule} of the policy bundle ${bundle.name}`,
    severity,
    message,
    recommendedAction: "",
    links: [],
    cluster: null,
    stack,
    address: object.success ? (object.data.address ?? null) : null,
    standing: false,
  };
}
