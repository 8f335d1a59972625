import { XMLParser, XMLValidator } from "fast-xml-parser";
import { z } from "zod";
import {
  type Finding,
  type JudgedPlans,
  judge,
  listRules,
  type Verdict,
} from "../../modules/policy/index.js";
import { type GateFormat, gateReporters } from "../../modules/report/index.js";
import { nodeGroupChange, scaling, terraformPlan } from "../_helpers/plan-builder.js";

const plans: JudgedPlans = {
  stacks: {
    prod: terraformPlan({ changes: [nodeGroupChange({ after: scaling(1, 11, 10) })] }),
    staging: terraformPlan({ region: "eu-west-1" }),
  },
};
const now = "2026-03-01T12:00:00Z";
const location = { file: "fleet/prod, eu.yaml", line: 12, column: 7, endColumn: 10 };

async function report(format: GateFormat, findings?: readonly Finding[]): Promise<string> {
  const verdict = await judge(plans, { now });
  const own: Verdict = findings === undefined ? verdict : { ...verdict, findings };
  return gateReporters[format]({ verdict: own, plans, rules: await listRules() });
}

async function finding(differing: Partial<Finding> = {}): Promise<Finding> {
  const [first] = (await judge(plans, { now })).findings.filter(({ rule }) => rule === "FW-SCALE-001");
  if (first === undefined) throw new Error("the plan has no finding");
  return { ...first, location, ...differing };
}

const waiver = { rule: "FW-SCALE-001", scope: {}, owner: "platform", reason: "trial", expires: "2026-12-31" };

describe("the text format", () => {
  it("gives place, message and advice, and the verdict last", async () => {
    const text = await report("text", [await finding()]);
    expect(text).toContain("DENY  FW-SCALE-001  Desired size outside its bounds");
    expect(text).toContain("fleet/prod, eu.yaml:12:7  prod: aws_eks_node_group.workers-a");
    expect(text.trimEnd().split("\n").at(-1)).toMatch(/^Denied: 1 finding denies/);
  });

  it("shows waived findings with their terms", async () => {
    expect(await report("text", [await finding({ waiver })])).toContain(
      "by platform until 2026-12-31: trial",
    );
  });
});

describe("the json format", () => {
  it("is the verdict, under a version of its own", async () => {
    const document = JSON.parse(await report("json"));
    expect(document).toMatchObject({
      format: "fleetwright-verdict/1",
      allowed: false,
      stacks: { staging: { allowed: true } },
    });
  });
});

describe("the markdown format", () => {
  it("puts the verdict first and groups changes that are alike", async () => {
    const text = await report("markdown");
    expect(text.split("\n")[1]).toBe("## ⛔ Fleetwright: denied");
    expect(text).toContain("- **update** `aws_eks_node_group`: `scaling_config` — 1 ×");
  });

  it("lets nothing of a message break the table or become markup", async () => {
    const text = await report("markdown", [await finding({ message: "a | b\n<script>`x`" })]);
    expect(text).toContain("a \\| b &lt;script&gt;\\`x\\`");
  });

  it("stays below the size of a comment and says what it leaves out", async () => {
    const many = await Promise.all(
      Array.from({ length: 2000 }, (_, index) =>
        finding({ address: `aws_eks_node_group.g${index}`, location: { ...location, line: index + 1 } }),
      ),
    );
    const text = await report("markdown", many);
    expect(text.length).toBeLessThan(65_536);
    const shown = text.split("\n").filter((line) => line.startsWith("| ⛔")).length;
    expect(text).toContain(`**Cut off:** ${2000 - shown} of 2000 findings`);
  });
});

describe("the github format", () => {
  it("escapes places and messages", async () => {
    const text = await report("github", [await finding({ message: "100 %\nsecond" })]);
    expect(text).toContain(
      "::error file=fleet/prod%2C eu.yaml,line=12,col=7,endColumn=10,title=FW-SCALE-001%3A Desired",
    );
    expect(text).toContain("100 %25%0Asecond");
  });

  it("sends the worst ten of a level and counts the rest", async () => {
    const many = await Promise.all(
      Array.from({ length: 14 }, (_, index) => finding({ location: { ...location, line: index + 1 } })),
    );
    const text = await report("github", many);
    expect(text.match(/^::error/gm)).toHaveLength(10);
    expect(text).toContain("4 more in the job summary.");
  });
});

describe("findings at one line", () => {
  it("are one annotation and one row, with all that they are about", async () => {
    const zones = await Promise.all(
      ["a", "b", "c"].map((zone) => finding({ address: `aws_eks_node_group.${zone}` })),
    );
    const annotations = await report("github", zones);
    expect(annotations.match(/^::error/gm)).toHaveLength(1);
    expect(annotations).toContain("(and 2 more like it)");
    const rows = (await report("markdown", zones)).split("\n").filter((line) => line.startsWith("| ⛔"));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain("`prod: aws_eks_node_group.c`");
  });
});

describe("the junit format", () => {
  const suiteSchema = z.object({
    testsuites: z.object({
      testsuite: z.array(
        z.looseObject({
          "@name": z.string(),
          "@failures": z.string(),
          testcase: z.array(z.looseObject({ "@name": z.string() })),
        }),
      ),
    }),
  });

  it("is a suite per cluster and a case per rule", async () => {
    const text = await report("junit", [await finding({ message: 'a < b & "c" \u0000' })]);
    expect(XMLValidator.validate(text)).toBe(true);
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: "@",
      isArray: (name) => ["testsuite", "testcase"].includes(name),
      parseAttributeValue: false,
    });
    const { testsuites } = suiteSchema.parse(parser.parse(text));
    const names = testsuites.testsuite.map((suite) => [suite["@name"], suite["@failures"]]);
    expect(names).toEqual([
      ["prod", "1"],
      ["staging", "0"],
    ]);
    const rules = await listRules();
    for (const { testcase } of testsuites.testsuite) expect(testcase).toHaveLength(rules.length);
    expect(text).toContain("a &lt; b &amp; &quot;c&quot; \uFFFD");
  });
});

describe("the sarif format", () => {
  it("holds against the parts of SARIF 2.1.0 that it uses", async () => {
    const log = sarifSchema.parse(
      JSON.parse(await report("sarif", [await finding(), await finding({ waiver })])),
    );
    const [run] = log.runs;
    expect(run.results[0]?.locations[0]?.physicalLocation?.artifactLocation.uri).toBe(
      "fleet/prod%2C%20eu.yaml",
    );
    expect(run.results[1]?.suppressions?.[0]?.justification).toContain("platform, until 2026-12-31");
    for (const { ruleId, ruleIndex } of run.results)
      expect(run.tool.driver.rules[ruleIndex ?? -1]?.id).toBe(ruleId);
  });

  it("keeps its fingerprint while the line moves", async () => {
    const moved = { ...location, line: 99 };
    const log = sarifSchema.parse(
      JSON.parse(await report("sarif", [await finding(), await finding({ location: moved })])),
    );
    const prints = log.runs[0].results.map(
      ({ partialFingerprints }) => partialFingerprints["fleetwright/v1"],
    );
    expect(prints[0]).toBe(prints[1]);
  });
});

const level = z.enum(["none", "note", "warning", "error"]);
const messageText = z.strictObject({ text: z.string(), markdown: z.string().optional() });

/** The objects and properties of the standard that the report uses, and nothing beside them. */
const sarifSchema = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string().min(1),
          informationUri: z.url(),
          rules: z.array(
            z.strictObject({
              id: z.string().min(1),
              shortDescription: messageText,
              fullDescription: messageText,
              help: messageText,
              helpUri: z.url().optional(),
              defaultConfiguration: z.strictObject({ level }),
            }),
          ),
        }),
      }),
      columnKind: z.enum(["utf16CodeUnits", "unicodeCodePoints"]),
      originalUriBaseIds: z.record(z.string(), z.strictObject({ description: messageText })),
      invocations: z.array(z.strictObject({ executionSuccessful: z.boolean(), exitCode: z.int() })),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().min(-1).optional(),
          level,
          message: messageText,
          locations: z.array(
            z.strictObject({
              physicalLocation: z
                .strictObject({
                  artifactLocation: z.strictObject({ uri: z.string(), uriBaseId: z.string().optional() }),
                  region: z.strictObject({
                    startLine: z.int().min(1),
                    startColumn: z.int().min(1),
                    endColumn: z.int().min(1).optional(),
                  }),
                })
                .optional(),
              logicalLocations: z.array(z.strictObject({ fullyQualifiedName: z.string(), kind: z.string() })),
            }),
          ),
          partialFingerprints: z.record(z.string(), z.string()),
          suppressions: z
            .array(
              z.strictObject({
                kind: z.enum(["inSource", "external"]),
                status: z.enum(["accepted", "underReview", "rejected"]),
                justification: z.string(),
              }),
            )
            .optional(),
        }),
      ),
    }),
  ]),
});
