import { evaluateRules } from "../../modules/policy/host/evaluate-rules.js";
import { PolicyFailure } from "../../modules/policy/host/policy-failure.js";
import { loadWasmPolicy } from "../../modules/policy/host/wasm-policy.js";
import { policyFacts } from "../../modules/policy/index.js";
import { nodeGroupChange, terraformPlan } from "../_helpers/plan-builder.js";

const context = { now: "2026-03-01T12:00:00Z" };

describe("the host of the rules", () => {
  it("notices a policy that did not see what it was sent, instead of believing that it found nothing", async () => {
    const facts = await policyFacts(
      { stacks: { prod: terraformPlan({ changes: [nodeGroupChange({})] }) } },
      context,
    );
    const [cluster] = facts.clusters;
    // The policy gets a text that lacks the group, while the host knows of one.
    Object.assign(cluster?.groups ?? [], { toJSON: () => [] });
    await expect(evaluateRules(facts)).rejects.toThrow(
      "it saw 1 clusters, 0 node groups and 0 launch templates of 1, 1 and 0",
    );
  });

  it("goes on with a fresh policy after a failure", async () => {
    const plans = { stacks: { prod: terraformPlan({ changes: [nodeGroupChange({})] }) } };
    const facts = await policyFacts(plans, context);
    await expect(evaluateRules({ ...facts, parameter_sets: [] })).rejects.toThrow(PolicyFailure);
    await expect(evaluateRules(await policyFacts(plans, context))).resolves.toMatchObject({
      findings: expect.anything(),
    });
  });

  it("finds the same in many small batches as in one", async () => {
    const one = (index: number) =>
      terraformPlan({
        changes: [nodeGroupChange({ after: { cluster_name: `c${index}`, labels: { a: "b" } } })],
      });
    const stacks = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`s${index}`, one(index)]));
    const facts = await policyFacts({ stacks }, context);
    expect(JSON.stringify(facts).length).toBeGreaterThan(512 * 1024);
    const { findings, undecided } = await evaluateRules(facts);
    const clusters = new Set([
      ...findings.map(({ finding }) => finding.cluster),
      ...undecided.map((each) => each.undecided.cluster),
    ]);
    expect(clusters.size).toBe(400);
  });

  it("refuses what is no WebAssembly", async () => {
    await expect(loadWasmPolicy(Buffer.from("not wasm"))).rejects.toThrow(PolicyFailure);
  });
});
