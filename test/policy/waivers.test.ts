import { judge, type Verdict, type Waiver } from "../../modules/policy/index.js";
import { nodeGroupChange, scaling, terraformPlan } from "../_helpers/plan-builder.js";

const plan = terraformPlan({ changes: [nodeGroupChange({ after: scaling(1, 3, 101) })] });
const waiver: Waiver = {
  rule: "FW-LIMIT-002",
  scope: { cluster: "prod" },
  owner: "platform",
  reason: "load test",
  expires: "2026-03-31",
};

function judged(waivers: readonly Waiver[], now = "2026-03-01T12:00:00Z"): Promise<Verdict> {
  return judge({ stacks: { prod: plan } }, { now, waivers });
}

describe("waivers", () => {
  it("cover a finding, which is shown and counted all the same", async () => {
    const verdict = await judged([waiver]);
    expect(verdict.allowed).toBe(true);
    expect(verdict.counts).toMatchObject({ deny: 0, waived: 1 });
    expect(verdict.findings).toContainEqual(expect.objectContaining({ rule: "FW-LIMIT-002", waiver }));
  });

  it("hold through their last day", async () => {
    expect((await judged([waiver], "2026-03-31T23:59:59Z")).allowed).toBe(true);
  });

  it("deny again when they have expired, with a finding of their own", async () => {
    const verdict = await judged([waiver], "2026-04-01T00:00:00Z");
    expect(verdict.allowed).toBe(false);
    expect(verdict.findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([
      "deny FW-GATE-002",
      "deny FW-LIMIT-002",
    ]);
  });

  it("leave alone what is outside their scope, and warn that they match nothing", async () => {
    const verdict = await judged([{ ...waiver, scope: { cluster: "staging-*" } }]);
    expect(verdict.allowed).toBe(false);
    expect(verdict.findings).toContainEqual(
      expect.objectContaining({ rule: "FW-GATE-004", severity: "warn" }),
    );
  });

  it("match node groups by pattern", async () => {
    expect((await judged([{ ...waiver, scope: { nodeGroup: "prod-work*" } }])).allowed).toBe(true);
    expect((await judged([{ ...waiver, scope: { nodeGroup: "spot-*" } }])).allowed).toBe(false);
  });

  it("warn when they name a rule that does not exist", async () => {
    const verdict = await judged([{ ...waiver, rule: "FW-LIMIT-999" }]);
    expect(verdict.findings).toContainEqual(expect.objectContaining({ rule: "FW-GATE-003" }));
    expect(verdict.allowed).toBe(false);
  });

  it("do not reach what the gate itself reports", async () => {
    const errored = { ...plan, errored: true };
    const context = { now: "2026-03-01T12:00:00Z", waivers: [{ ...waiver, rule: "FW-GATE-005", scope: {} }] };
    expect((await judge({ stacks: { prod: errored } }, context)).allowed).toBe(false);
  });
});
