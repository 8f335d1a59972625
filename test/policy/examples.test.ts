import { join } from "node:path";
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

  it("may be the user's own", async () => {
    const own = join(__dirname, "../fixtures/policy/examples");
    const { results } = await testPolicies([join(own, "labels.yaml")]);
    expect(results.slice(0, 2).map(({ rule, expected, given }) => [rule, expected, given])).toEqual([
      ["FW-LIMIT-004", "deny", "deny"],
      ["FW-LIMIT-004", "deny", "pass"],
    ]);
    await expect(testPolicies([join(own, "wrong.yaml")])).rejects.toThrow("holds no examples");
  });
});
