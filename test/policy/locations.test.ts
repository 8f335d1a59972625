import { readFileSync } from "node:fs";
import { join } from "node:path";
import { configurationLocator, judge, readPlanDocuments } from "../../modules/policy/index.js";

const fixtures = join(__dirname, "../fixtures/policy");

describe("findings about plans without a fleet file", () => {
  it("point at the line of the Terraform JSON that the plan was made from", async () => {
    const plans = await readPlanDocuments([join(fixtures, "plans/version-change.json")]);
    const directories = { "version-change": "configuration/version-change" };
    const locate = await configurationLocator(plans, fixtures, directories);
    const { findings } = await judge(plans, { now: "2026-03-01T12:00:00Z", locate });
    const finding = findings.find(({ rule, address }) => rule === "FW-SKEW-002" && address?.endsWith("ng-b"));
    const lines = readFileSync(join(fixtures, "configuration/version-change/cdk.tf.json"), "utf8").split(
      "\n",
    );
    const { file, line = 0 } = finding?.location ?? {};
    expect(file).toBe("configuration/version-change/cdk.tf.json");
    expect(lines[line - 1]).toContain('"version": "1.32"');
    expect(lines.slice(0, line).findLastIndex((text) => text.includes('"ng-b": {'))).toBeGreaterThan(
      lines.slice(0, line).findLastIndex((text) => text.includes('"ng-a": {')),
    );
  });

  it("have no line where there is no Terraform JSON", async () => {
    const plans = await readPlanDocuments([join(fixtures, "plans/version-change.json")]);
    const locate = await configurationLocator(plans, fixtures, { "version-change": "missing" });
    expect(locate("version-change", "aws_eks_node_group.ng-a")).toBeUndefined();
  });
});
