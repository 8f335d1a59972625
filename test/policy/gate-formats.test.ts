import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { XMLParser } from "fast-xml-parser";
import { validateXML } from "xmllint-wasm";
import { z } from "zod";
import {
  type Finding,
  type JudgedPlans,
  judge,
  listRules,
  type NotDecided,
  type Verdict,
} from "../../modules/policy/index.js";
import { alikeChanges } from "../../modules/report/alike-changes.js";
import { type GateFormat, gateReporters } from "../../modules/report/index.js";
import { nodeGroupChange, resourceChange, scaling, terraformPlan } from "../_helpers/plan-builder.js";

const schemas = join(__dirname, "../fixtures/report/schemas");
const {
  $schema: _,
  id: __,
  ...sarifSchema
} = JSON.parse(readFileSync(join(schemas, "sarif-2.1.0.json"), "utf8"));
// The schema is of draft 4, of which it uses nothing that later drafts read otherwise.
const validSarif = addFormats(new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })).compile(
  sarifSchema,
);

const plans: JudgedPlans = {
  stacks: {
    prod: terraformPlan({ changes: [nodeGroupChange({ after: scaling(1, 11, 10) })] }),
    staging: terraformPlan({ region: "eu-west-1" }),
  },
};
const now = "2026-03-01T12:00:00Z";
const location = { file: "fleet/prod, eu.yaml", line: 12, column: 7, endColumn: 10 };

async function report(
  format: GateFormat,
  findings?: readonly Finding[],
  open: readonly Pick<NotDecided, "rule" | "reason">[] = [],
  failOn: "deny" | "warn" = "deny",
): Promise<string> {
  const verdict = await judge(plans, { now, failOn });
  const notDecided = open.map((each) => ({ cluster: "prod", stack: "prod", address: null, ...each }));
  const own: Verdict = findings === undefined ? verdict : { ...verdict, findings, notDecided };
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
    expect(text).toContain("<summary>Changes: 0 to add, 1 to change, 0 to destroy</summary>");
    expect(text).toContain(
      "- **update** `aws_eks_node_group` — 1 × (`prod: aws_eks_node_group.workers-a`)\n  - `scaling_config[0].desired_size`: `3` → `11`",
    );
  });

  it("keeps sensitive values to itself, and says what is only known after apply", () => {
    const change = resourceChange("aws_launch_template", "a", ["delete", "create"], {
      before: { user_data: "c2VjcmV0", name: "a", id: "lt-1" },
      after: { user_data: "b3RoZXI=", name: "b" },
      after_unknown: { arn: true, id: true, image_id: true },
      replace_paths: [["name"]],
      before_sensitive: { user_data: true },
      after_sensitive: {},
    });
    const other = { ...change, address: "aws_launch_template.b" };
    const [alike] = alikeChanges({ stacks: { prod: terraformPlan({ changes: [change, other] }) } });
    expect(alike?.subjects).toEqual(["prod: aws_launch_template.a", "prod: aws_launch_template.b"]);
    const update = { ...change, change: { ...change.change, actions: ["update"] as const } };
    const [updated] = alikeChanges({ stacks: { prod: terraformPlan({ changes: [update] }) } });
    expect(updated?.values[0]).toEqual({
      path: "image_id",
      before: "null",
      after: "(known after apply)",
      forcesReplacement: false,
    });
    expect(alike?.values).toEqual([
      { path: "name", before: '"a"', after: '"b"', forcesReplacement: true },
      {
        path: "user_data",
        before: "(sensitive value)",
        after: "(sensitive value)",
        forcesReplacement: false,
      },
    ]);
  });

  it("lets nothing of a message break the table or become markup", async () => {
    const text = await report("markdown", [await finding({ message: "a | b\n<script>`x`" })]);
    expect(text).toContain("a \\| b &lt;script&gt;\\`x\\`");
  });

  it("stays below the size of a comment at 1,000 clusters, and says what it leaves out", async () => {
    const one = await finding();
    const many = Array.from({ length: 2000 }, (_, index) => ({
      ...one,
      address: `aws_eks_node_group.g${index}`,
      location: { ...location, line: index + 1 },
    }));
    const text = await report("markdown", many);
    expect(text.length).toBeLessThan(65_536);
    const shown = text.split("\n").filter((line) => line.startsWith("| ⛔")).length;
    expect(text).toContain(`**Cut off:** ${2000 - shown} of 2000 findings, 1 of 1 kinds of change`);

    const stacks = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [
        `cluster-${index}`,
        terraformPlan({ changes: [nodeGroupChange({ after: scaling(1, 3, index) })] }),
      ]),
    );
    const verdict = { ...(await judge(plans, { now })), findings: [one] };
    const changed = gateReporters.markdown({ verdict, plans: { stacks }, rules: await listRules() });
    expect(changed.length).toBeLessThan(65_536);
    expect(changed).toMatch(/\*\*Cut off:\*\* \d+ of 1000 kinds of change/);
    expect(changed.match(/<details>/g)).toHaveLength(changed.match(/<\/details>/g)?.length ?? 0);
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
    expect(await xmlErrors(text)).toEqual([]);
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

/** Validates against the published schema, and reads what the tests look at. */
function sarifLog(text: string): z.infer<typeof sarifParts> {
  const log: unknown = JSON.parse(text);
  expect({ valid: validSarif(log), errors: validSarif.errors }).toEqual({ valid: true, errors: null });
  return sarifParts.parse(log);
}

async function xmlErrors(text: string): Promise<readonly string[]> {
  const schema = readFileSync(join(schemas, "junit.xsd"), "utf8");
  const { errors } = await validateXML({ xml: { fileName: "gate.xml", contents: text }, schema });
  return errors.map(({ message }) => message);
}

describe("the junit format at its limits", () => {
  it("holds against the schema with everything that a case may be", async () => {
    const all = [
      await finding(),
      await finding({ message: "again" }),
      await finding({ waiver }),
      await finding({ rule: "FW-LIMIT-002", severity: "warn" }),
      await finding({ rule: "acme/deny", title: "of the user's own", stack: null, cluster: null }),
    ];
    const text = await report("junit", all, [{ rule: "FW-HEALTH-003", reason: "needs <Kubernetes> facts" }]);
    expect(await xmlErrors(text)).toEqual([]);
    expect(text).toContain("<skipped>needs &lt;Kubernetes&gt; facts</skipped>");
  });

  it("fails warnings where warnings deny", async () => {
    const warning = await finding({ severity: "warn" });
    expect(await report("junit", [warning])).not.toContain("<failure");
    expect(await report("junit", [warning], [], "warn")).toContain("<failure");
    expect(await report("github", [warning])).toMatch(/^::warning/);
    expect(await report("github", [warning], [], "warn")).toMatch(/^::error/);
  });
});

describe("the sarif format", () => {
  it("holds against the schema of SARIF 2.1.0, with all that a verdict may hold", async () => {
    const { location: _, ...nowhere } = await finding({ address: null, stack: null, cluster: null });
    const absolute = { ...location, file: "/srv/fleet.yaml" };
    const all = [await finding(), await finding({ waiver }), nowhere, await finding({ location: absolute })];
    const log = sarifLog(await report("sarif", all));
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
    const [before] = fingerprints(await report("sarif", [await finding()]));
    const [after] = fingerprints(await report("sarif", [await finding({ location: moved })]));
    expect(before).toBe(after);
  });

  it("tells findings apart that are alike but for their order or their words", async () => {
    const unknown = { rule: "FW-GATE-003", address: null, stack: null, cluster: null };
    const all = [await finding(), await finding()];
    all.push(await finding({ ...unknown, message: "a waiver names FW-X" }));
    all.push(await finding({ ...unknown, message: "a waiver names FW-Y" }));
    expect(new Set(fingerprints(await report("sarif", all))).size).toBe(4);
  });

  it("says what was not decided", async () => {
    const text = await report("sarif", [], [{ rule: "FW-HEALTH-003", reason: "needs Kubernetes facts" }]);
    const [notification] = sarifLog(text).runs[0].invocations[0].toolExecutionNotifications;
    expect(notification).toMatchObject({
      level: "note",
      message: { text: "Not decided: needs Kubernetes facts" },
      associatedRule: { id: "FW-HEALTH-003" },
    });
  });

  it("leaves out what code scanning would refuse the whole run for, and says so", async () => {
    const one = await finding();
    const log = sarifLog(
      await report(
        "sarif",
        Array.from({ length: 25_010 }, () => one),
      ),
    );
    expect(log.runs[0].results).toHaveLength(25_000);
    expect(log.runs[0].invocations[0].toolExecutionNotifications.at(-1)?.message.text).toContain(
      "10 of 25010 findings are left out",
    );
  });
});

function fingerprints(text: string): string[] {
  return sarifLog(text).runs[0].results.map(
    ({ partialFingerprints }) => partialFingerprints["fleetwright/v1"] ?? "",
  );
}

const sarifParts = z.object({
  runs: z.tuple([
    z.object({
      tool: z.object({ driver: z.object({ rules: z.array(z.object({ id: z.string() })) }) }),
      invocations: z.tuple([
        z.object({
          toolExecutionNotifications: z.array(
            z.looseObject({ level: z.string(), message: z.object({ text: z.string() }) }),
          ),
        }),
      ]),
      results: z.array(
        z.object({
          ruleId: z.string(),
          ruleIndex: z.int().optional(),
          locations: z.array(
            z.object({
              physicalLocation: z.object({ artifactLocation: z.object({ uri: z.string() }) }).optional(),
            }),
          ),
          partialFingerprints: z.record(z.string(), z.string()),
          suppressions: z.array(z.object({ justification: z.string() })).optional(),
        }),
      ),
    }),
  ]),
});
