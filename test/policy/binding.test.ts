import { bindVerdict, type JudgedPlans, judge, verifyVerdict } from "../../modules/policy/index.js";
import { nodeGroupChange, scaling, terraformPlan } from "../_helpers/plan-builder.js";

const plans: JudgedPlans = { stacks: { prod: terraformPlan({ changes: [nodeGroupChange({})] }) } };
const context = { now: "2026-03-01T12:00:00Z" };

async function bound(): Promise<ReturnType<typeof bindVerdict>> {
  return bindVerdict(plans, await judge(plans, context));
}

describe("a bound verdict", () => {
  it("stands for the plans that it was passed on, also after a way through a file", async () => {
    const read: unknown = JSON.parse(JSON.stringify(await bound()));
    expect(await verifyVerdict(JSON.parse(JSON.stringify(plans)), read, context)).toEqual([]);
  });

  it("does not stand for another plan", async () => {
    const other = {
      stacks: { prod: terraformPlan({ changes: [nodeGroupChange({ after: scaling(1, 3, 9) })] }) },
    };
    expect(await verifyVerdict(other, await bound(), context)).toEqual([
      "The verdict was passed on another plan.",
    ]);
  });

  it("does not stand when it was altered", async () => {
    const { verdict, ...rest } = await bound();
    expect(
      await verifyVerdict(plans, { ...rest, verdict: { ...verdict, allowed: !verdict.allowed } }, context),
    ).toEqual(["The verdict has been altered since it was passed."]);
  });

  it("does not stand with other parameters or waivers", async () => {
    const reasons = await verifyVerdict(plans, await bound(), {
      ...context,
      parameters: { maxSkewMinors: 3 },
    });
    expect(reasons).toEqual([
      "Parameters, waivers or policy bundles have changed since the verdict was passed.",
    ]);
  });

  it("does not stand on another day", async () => {
    const reasons = await verifyVerdict(plans, await bound(), { now: "2026-03-02T00:00:00Z" });
    expect(reasons).toEqual(["The verdict was passed on another day."]);
  });

  it.each([[null], [{}], ["allowed"], [{ verdict: { allowed: true } }]])("is not %j", async (document) => {
    expect(await verifyVerdict(plans, document, context)).toHaveLength(1);
  });
});
