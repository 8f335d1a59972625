import { join } from "node:path";
import { runCommand } from "../_helpers/cli-run.js";

const examples = join(__dirname, "../fixtures/policy/examples");

describe("policy", () => {
  it("explains a rule with examples and the facts that lead to their verdicts", async () => {
    const run = await runCommand(["policy", "explain", "fw-limit-004"]);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain("What to do:");
    expect(run.stdout).toContain(' deny: 51 tags on a node group\n     group: {"after":{"tags":51}}');
  });

  it("explains what the gate itself reports, which has no examples", async () => {
    const run = await runCommand(["policy", "explain", "FW-GATE-001"]);
    expect(run.code).toBe(0);
    expect(run.stdout).not.toContain("Examples");
  });

  it("tests examples of the user's own beside the rules', and fails with them", async () => {
    const run = await runCommand(["policy", "test", join(examples, "labels.yaml")]);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain("FAIL  deny expected, pass given  FW-LIMIT-004");
    expect(run.stdout).toMatch(/\d+ passed, 1 failed\.\n$/);
  });

  it("says which file holds no examples", async () => {
    const run = await runCommand(["policy", "test", join(examples, "wrong.yaml")]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("wrong.yaml");
  });
});
