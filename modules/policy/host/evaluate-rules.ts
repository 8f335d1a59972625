import { z } from "zod";
import type { ClusterFacts, Facts } from "../facts/facts-schema.js";
import { entrypoint, warmPolicy } from "./policy-bundle.js";
import { PolicyFailure } from "./policy-failure.js";

/** What a rule reports, before the host adds what it knows of rules, places and waivers. */
export type RuleFinding = z.infer<typeof ruleFindingSchema>;
export type RuleUndecided = z.infer<typeof ruleUndecidedSchema>;

export interface RuleResults {
  readonly findings: readonly { readonly rule: string; readonly finding: RuleFinding }[];
  readonly undecided: readonly { readonly rule: string; readonly undecided: RuleUndecided }[];
}

/** Facts of so many characters go into one evaluation: in small memory the engine is fastest. */
const batchSize = 512 * 1024;

/**
 * Evaluates all rules on the facts, whole clusters at a time. Throws PolicyFailure when the policy fails, or
 * when it did not see as many clusters and node groups as it was sent: the engine takes input that it cannot
 * read for no input, and would then find nothing.
 */
export async function evaluateRules(facts: Facts): Promise<RuleResults> {
  const { clusters, ...shared } = facts;
  const head = JSON.stringify(shared).slice(0, -1);
  const findings = new Map<string, RuleResults["findings"][number]>();
  const undecided = new Map<string, RuleResults["undecided"][number]>();
  const { policy, discard } = await warmPolicy();
  try {
    for (const batch of batches(clusters)) {
      const input = `${head},"clusters":[${batch.texts.join(",")}]}`;
      const result = parseResult(policy.evaluate(input, entrypoint), batch.clusters);
      // A finding about the whole fleet comes out of every batch.
      for (const [rule, found] of Object.entries(result.findings)) {
        for (const finding of found) findings.set(JSON.stringify([rule, finding]), { rule, finding });
      }
      for (const [rule, open] of Object.entries(result.undecided)) {
        for (const one of open) undecided.set(JSON.stringify([rule, one]), { rule, undecided: one });
      }
    }
  } catch (error) {
    discard();
    throw error;
  }
  return { findings: [...findings.values()], undecided: [...undecided.values()] };
}

function* batches(
  clusters: readonly ClusterFacts[],
): Generator<{ readonly clusters: readonly ClusterFacts[]; readonly texts: readonly string[] }> {
  let members: ClusterFacts[] = [];
  let texts: string[] = [];
  let size = 0;
  for (const cluster of clusters) {
    const text = JSON.stringify(cluster);
    if (size > 0 && size + text.length > batchSize) {
      yield { clusters: members, texts };
      [members, texts, size] = [[], [], 0];
    }
    members.push(cluster);
    texts.push(text);
    size += text.length;
  }
  // Also with no cluster at all, so that rules about the fleet speak and the policy proves that it works.
  yield { clusters: members, texts };
}

const pathSchema = z.array(z.union([z.string(), z.number()]));

const ruleFindingSchema = z.strictObject({
  cluster: z.string().optional(),
  stack: z.string().optional(),
  address: z.string().optional(),
  attribute: pathSchema.optional(),
  severity: z.enum(["deny", "warn", "info"]).optional(),
  standing: z.boolean(),
  message: z.string(),
});

const ruleUndecidedSchema = z.strictObject({
  cluster: z.string().optional(),
  stack: z.string().optional(),
  address: z.string().optional(),
  reason: z.string(),
});

const resultSchema = z.strictObject({
  seen: z.strictObject({
    schema_version: z.literal(1),
    clusters: z.int(),
    groups: z.int(),
    launch_templates: z.int(),
  }),
  findings: z.record(z.string(), z.array(ruleFindingSchema)),
  undecided: z.record(z.string(), z.array(ruleUndecidedSchema)),
});

function parseResult(value: unknown, clusters: readonly ClusterFacts[]): z.infer<typeof resultSchema> {
  const parsed = resultSchema.safeParse(value);
  if (!parsed.success) {
    throw new PolicyFailure(
      value === undefined
        ? "it did not see the facts that it was sent"
        : `unexpected result: ${z.prettifyError(parsed.error)}`,
    );
  }
  const { seen } = parsed.data;
  const groups = clusters.reduce((sum, cluster) => sum + cluster.groups.length, 0);
  const templates = clusters.reduce((sum, cluster) => sum + cluster.launch_templates.length, 0);
  if (seen.clusters !== clusters.length || seen.groups !== groups || seen.launch_templates !== templates) {
    throw new PolicyFailure(
      `it saw ${seen.clusters} clusters, ${seen.groups} node groups and ${seen.launch_templates} launch templates of ${clusters.length}, ${groups} and ${templates}`,
    );
  }
  return parsed.data;
}
