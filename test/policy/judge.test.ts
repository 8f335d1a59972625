import { FleetwrightError } from "../../modules/diagnostics/index.js";
import { type GateContext, type JudgedPlan, judge, type Verdict } from "../../modules/policy/index.js";
import { nodeGroupChange, resourceChange, scaling, terraformPlan } from "../_helpers/plan-builder.js";

const now = "2026-03-01T12:00:00Z";

function judged(plan: JudgedPlan, context: Partial<GateContext> = {}): Promise<Verdict> {
  return judge({ stacks: { prod: plan } }, { now, ...context });
}

const rulesOf = ({ findings }: Verdict): string[] => [...new Set(findings.map(({ rule }) => rule))];

describe("judging a plan", () => {
  it("allows a plan without changes", async () => {
    const verdict = await judged(terraformPlan({}));
    expect(verdict).toMatchObject({ allowed: true, findings: [], notDecided: [] });
  });

  it("denies a group that falls two minor versions behind its cluster", async () => {
    const cluster = resourceChange("aws_eks_cluster", "prod", ["update"], {
      before: { name: "prod", version: "1.34" },
      after: { name: "prod", version: "1.35" },
    });
    const group = nodeGroupChange({
      actions: ["no-op"],
      before: { version: "1.33" },
      after: { version: "1.33" },
    });
    const verdict = await judged(terraformPlan({ changes: [cluster, group] }));
    expect(verdict.allowed).toBe(false);
    expect(rulesOf(verdict)).toEqual(expect.arrayContaining(["FW-SKEW-001", "FW-SKEW-006"]));
  });

  it("shows what was so before without denying", async () => {
    const group = nodeGroupChange({
      actions: ["no-op"],
      before: { version: "1.31" },
      after: { version: "1.31" },
    });
    const verdict = await judged(terraformPlan({ changes: [group] }));
    expect(verdict.allowed).toBe(true);
    expect(verdict.findings).toContainEqual(
      expect.objectContaining({ rule: "FW-SKEW-001", severity: "warn", standing: true }),
    );
  });

  it("says what is not decided rather than guess a cluster's version", async () => {
    const verdict = await judged(terraformPlan({ changes: [nodeGroupChange({})], clusterVersion: null }));
    expect(verdict.notDecided).toContainEqual(
      expect.objectContaining({
        rule: "FW-SKEW-001",
        cluster: "prod",
        reason: "the cluster's version is not known",
      }),
    );
  });

  it("takes a cluster's version from live facts where the plan does not hold it", async () => {
    const group = nodeGroupChange({ after: { version: "1.34" } });
    const plan = terraformPlan({ changes: [group], clusterVersion: null });
    const verdict = await judged(plan, { live: { clusters: { "eu-central-1/prod": { version: "1.33" } } } });
    expect(rulesOf(verdict)).toContain("FW-SKEW-002");
  });

  it("gives the same verdict for the same input", async () => {
    const plan = terraformPlan({ changes: [nodeGroupChange({ after: scaling(3, 2, 200) })] });
    expect(await judged(plan)).toEqual(await judged(plan));
  });

  it("tells Terraform's trap of an ignored desired size from a desired size that is simply wrong", async () => {
    const change = nodeGroupChange({ before: scaling(1, 1, 10), after: scaling(2, 1, 10) });
    const expressions = { scaling_config: [{ desired_size: { constant_value: 4 } }] };
    const configuration = {
      root_module: { resources: [{ address: "aws_eks_node_group.workers-a", expressions }] },
    };
    expect(rulesOf(await judged(terraformPlan({ changes: [change], configuration })))).toContain(
      "FW-SCALE-002",
    );
    expect(rulesOf(await judged(terraformPlan({ changes: [change] })))).toContain("FW-SCALE-001");
  });

  it("denies only the stacks that a finding is about", async () => {
    const bad = terraformPlan({ changes: [nodeGroupChange({ after: scaling(1, 11, 10) })] });
    const good = terraformPlan({ changes: [], region: "eu-west-1" });
    const verdict = await judge({ stacks: { bad, good } }, { now });
    expect(verdict.stacks).toEqual({ bad: { allowed: false }, good: { allowed: true } });
  });

  it("judges the groups of one cluster together, however many plans they stand in", async () => {
    const create = (name: string): JudgedPlan =>
      terraformPlan({ changes: [nodeGroupChange({ name, actions: ["create"], before: null })] });
    const stacks = { a: create("a"), b: create("b") };
    const verdict = await judge({ stacks }, { now, parameters: { maxGroupsPerCluster: 1 } });
    expect(rulesOf(verdict)).toContain("FW-LIMIT-001");
    expect(verdict.stacks).toEqual({ a: { allowed: false }, b: { allowed: false } });
  });

  it("denies a plan that ended with an error", async () => {
    const verdict = await judged({ ...terraformPlan({}), errored: true });
    expect(verdict.allowed).toBe(false);
    expect(rulesOf(verdict)).toEqual(["FW-GATE-005"]);
  });

  it.each([
    ["a state instead of a plan", { format_version: "1.0", values: {} }],
    ["a plan of another format version", { ...terraformPlan({}), format_version: "2.0" }],
    ["resource changes that are none", { ...terraformPlan({}), resource_changes: [{ address: "a" }] }],
    [
      "an action that it does not know",
      {
        ...terraformPlan({}),
        resource_changes: [{ ...nodeGroupChange({}), change: { actions: ["explode"] } }],
      },
    ],
  ])("refuses %s", async (_, document) => {
    const plan: JudgedPlan = JSON.parse(JSON.stringify(document));
    await expect(judged(plan)).rejects.toThrow(FleetwrightError);
  });

  it("refuses a date that is none", async () => {
    await expect(judged(terraformPlan({}), { now: "tomorrow" })).rejects.toThrow("is no instant");
  });
});
