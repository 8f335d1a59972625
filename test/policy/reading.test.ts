import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FleetwrightError } from "../../modules/diagnostics/index.js";
import { judge, type ReadPlanOptions, readPlanDocuments } from "../../modules/policy/index.js";
import { nodeGroupChange, scaling, terraformPlan } from "../_helpers/plan-builder.js";

const plans = join(__dirname, "../fixtures/policy/plans");
const context = { now: "2026-03-01T12:00:00Z" };
const directory = mkdtempSync(join(tmpdir(), "fleetwright-plans-"));
afterAll(() => rmSync(directory, { recursive: true }));

const denied = JSON.stringify(terraformPlan({ changes: [nodeGroupChange({ after: scaling(1, 11, 10) })] }));

function file(content: string | Uint8Array, name = "plan.json"): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

async function problemOf(path: string, options?: ReadPlanOptions): Promise<string> {
  try {
    await judge(await readPlanDocuments([path], options), context);
  } catch (error) {
    if (FleetwrightError.is(error)) return error.diagnostics.map(({ detail }) => detail).join("\n");
    throw error;
  }
  return "no problem";
}

describe("plans from files", () => {
  it("are judged the same whole and in passing", async () => {
    for (const name of readdirSync(plans)) {
      const path = join(plans, name);
      const whole = await judge(await readPlanDocuments([path]), context);
      const passing = await judge(await readPlanDocuments([path], { streamFromBytes: 0 }), context);
      expect(passing).toEqual(whole);
    }
  });

  it("are named after their files, each once", async () => {
    const path = join(plans, "create.json");
    expect(Object.keys((await readPlanDocuments([path, path])).stacks)).toEqual(["create", "create-2"]);
  });

  it("may be several stacks in one document", async () => {
    const plan = JSON.parse(readFileSync(join(plans, "noop.json"), "utf8"));
    const path = file(JSON.stringify({ stacks: { one: plan, two: plan } }));
    for (const options of [{}, { streamFromBytes: 0 }]) {
      expect(Object.keys((await readPlanDocuments([path], options)).stacks)).toEqual(["one", "two"]);
    }
  });

  it("that cannot be read are all told of at once", async () => {
    const missing = ["a.json", "b.json"].map((name) => join(directory, "missing", name));
    await expect(readPlanDocuments(missing)).rejects.toMatchObject({ diagnostics: { length: 2 } });
  });
});

describe.each([
  ["whole", {}],
  ["in passing", { streamFromBytes: 0 }],
])("hostile plans, read %s,", (_, options) => {
  it.each([
    ["is truncated", denied.slice(0, -40), "It is no JSON"],
    ["is empty", "", "It is no JSON"],
    ["is followed by something", `${denied}]`, "It is no JSON"],
    ["is a list", `[${denied}]`, "Write one with"],
    [
      "is of another format version",
      denied.replace('"format_version":"1.2"', '"format_version":"2.0"'),
      "format version",
    ],
    [
      "has a number as its format version",
      denied.replace('"format_version":"1.2"', '"format_version":1.2'),
      "Write one with",
    ],
    [
      "has an object for its changes",
      denied.replace(/"resource_changes":\[.*?\]\s*,"prior_state"/s, '"resource_changes":{},"prior_state"'),
      "no list",
    ],
  ])("a plan that %s is an error", async (_name, content, reason) => {
    expect(await problemOf(file(content), options)).toContain(reason);
  });

  it("a plan that is not UTF-8 is an error", async () => {
    const bytes = Buffer.from(denied.replace("workers-a", "workers-\u00ff"), "latin1");
    expect(await problemOf(file(bytes), options)).toContain("not UTF-8");
  });

  it("depth, huge numbers and __proto__ keys do not make a denied plan an allowed one", async () => {
    const deep = `${'{"a":['.repeat(5000)}1${"]}".repeat(5000)}`;
    const hostile = denied
      .replace('"variables"', '"x"')
      .replace(
        '"applyable":true',
        `"applyable":true,"output_changes":${deep},"__proto__":{"errored":false},"timestamp":1e400`,
      )
      .replace('"labels":{}', '"labels":{"__proto__":{"polluted":true},"constructor":1e308}');
    const verdict = await judge(await readPlanDocuments([file(hostile)], options), context);
    expect(verdict.allowed).toBe(false);
    expect(verdict.findings.map(({ rule }) => rule)).toContain("FW-SCALE-001");
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it.each([
    ["1e999", "is Infinity"],
    ["-5", "is -5"],
    ["1.5", "is 1.5"],
    ["9007199254740993", "is 9007199254740992"],
    ['"ten"', "is ten"],
  ])("a size of %s is an error", async (size, reason) => {
    expect(await problemOf(file(denied.replace('"max_size":10', `"max_size":${size}`)), options)).toContain(
      reason,
    );
  });
});

it("a key that stands twice, so that a reader in passing could be misled, is an error", async () => {
  const twice = denied.replace('"applyable":true', '"resource_changes":[],"applyable":true');
  expect(await problemOf(file(twice), { streamFromBytes: 0 })).toContain("stands twice");
});
