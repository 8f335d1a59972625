import { listRules, testPolicies } from "../../modules/policy/index.js";

describe("examples of the rules, through the compiled bundle", () => {
  it("get the verdict that they name", async () => {
    const { results } = await testPolicies();
    expect(results.filter(({ expected, given }) => expected !== given)).toEqual([]);
  });

  it("show every rule finding something and letting something pass", async () => {
    const { results } = await testPolicies();
    for (const { id } of (await listRules()).filter(({ folder }) => folder !== null)) {
      const verdicts = results.filter(({ rule }) => rule === id).map(({ given }) => given);
      expect([id, verdicts]).toEqual([id, expect.arrayContaining(["pass"])]);
      expect([id, verdicts.some((verdict) => ["deny", "warn", "info"].includes(verdict))]).toEqual([
        id,
        true,
      ]);
    }
  });
});
