import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { runCommand } from "../_helpers/cli-run.js";
import { nodeGroupChange, scaling, terraformPlan } from "../_helpers/plan-builder.js";

const directory = mkdtempSync(join(tmpdir(), "fleetwright-hostile-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** A plan that is denied when it is read rightly. */
const plan = terraformPlan({ changes: [nodeGroupChange({ after: scaling(1, 11, 10) })] });
const denied = JSON.stringify(plan);
const [change] = plan.resource_changes ?? [];

/** The plan with another change in place of its own. */
const changed = (parts: object, inside: object = {}): string =>
  JSON.stringify({
    ...plan,
    resource_changes: [{ ...change, ...parts, change: { ...change?.change, ...inside } }],
  });

const planned = (parts: object): string =>
  changed({}, { after: { ...Object(change?.change.after), ...parts } });

function file(name: string, content: string | Uint8Array): string {
  const path = join(directory, `${name.replace(/\W+/g, "-")}.json`);
  writeFileSync(path, content);
  return path;
}

describe("gate -terraform-plan gives an error, and no verdict, for", () => {
  it.each<[string, string | Uint8Array, string]>([
    ["an empty file", "", "It is no JSON"],
    ["a truncated plan", denied.slice(0, -100), "It is no JSON"],
    ["a gzip of a plan", gzipSync(denied), "not UTF-8"],
    ["Terraform's binary plan", Buffer.from("PK\u0003\u0004\u0000\u0000"), "It is no JSON"],
    ["a UTF-16 file", Buffer.from(`\ufeff${denied}`, "utf16le"), "not UTF-8"],
    ["Latin-1", Buffer.from(denied.replace("workers-a", "w\u00f6rkers"), "latin1"), "not UTF-8"],
    ["JSON Lines", `${denied}\n${denied}\n`, "It is no JSON"],
    ["terraform plan -json's events", '{"type":"version"}\n{"type":"planned_change"}\n', "It is no JSON"],
    ["null", "null", "terraform show -json"],
    ["a number", "12", "terraform show -json"],
    ["a list of plans", `[${denied}]`, "terraform show -json"],
    ["a state", '{"version":4,"serial":1,"lineage":"x","resources":[]}', "terraform show -json"],
    ["terraform show -json of a state", '{"format_version":"1.0","values":{}}', "state rather than a plan"],
    ["a document without stacks", '{"stacks":{}}', "names no stack"],
    ["another format version", JSON.stringify({ ...plan, format_version: "2.0" }), "reads 1.x"],
    ["a format version that is a number", denied.replace('"1.2"', "1.2"), "terraform show -json"],
    [
      "a key that stands twice",
      denied.replace('"applyable"', '"resource_changes":[],"applyable"'),
      "stands twice",
    ],
    [
      "a size that stands twice",
      denied.replace('"max_size":10', '"max_size":10,"max_size":20'),
      "stands twice",
    ],
    [
      "a name that is escaped the second time",
      denied.replace('"max_size":10', '"max_size":10,"max\\u005fsize":20'),
      "stands twice",
    ],
    [
      "planned resources without changes",
      JSON.stringify({
        ...plan,
        planned_values: { root_module: { resources: [{ address: "aws_eks_node_group.a" }] } },
        resource_changes: undefined,
      }),
      "it is not whole",
    ],
    ["changes that are no list", JSON.stringify({ ...plan, resource_changes: {} }), "no list"],
    ["a change that is null", JSON.stringify({ ...plan, resource_changes: [null] }), "no resource change"],
    ["actions of its own", changed({}, { actions: ["explode"] }), "no resource change"],
    ["an update twice", changed({}, { actions: ["update", "update"] }), "no resource change"],
    ["a creation of nothing", changed({}, { actions: ["create"], after: null }), "no resource change"],
    ["an update of nothing", changed({}, { before: null }), "no resource change"],
    ["replace paths that are none", changed({}, { replace_paths: [5] }), "no resource change"],
    [
      "a prior state that is none",
      JSON.stringify({ ...plan, prior_state: { values: { root_module: [] } } }),
      "prior_state",
    ],
    ["extras of another hand", JSON.stringify({ ...plan, fleetwright: { unsupported: 7 } }), "fleetwright"],
    ["sizes in a text", planned({ scaling_config: "small" }), "scaling_config"],
    ["a size that is a fraction", planned({ scaling_config: [{ max_size: 1.5 }] }), "max_size is 1.5"],
    [
      "a size beyond all numbers",
      denied.replace('"max_size":10', '"max_size":1e999'),
      "max_size is Infinity",
    ],
    ["a size that is negative", denied.replace('"max_size":10', '"max_size":-1'), "max_size is -1"],
    ["tags in a list", planned({ tags_all: ["owner"] }), "tags_all"],
    ["subnets in an object", planned({ subnet_ids: { a: "subnet-a" } }), "subnet_ids"],
    ["a version that is a number", planned({ version: 1.35 }), "version is 1.35"],
  ])("%s", async (name, content, reason) => {
    const run = await runCommand(["gate", "-terraform-plan", file(name, content)]);
    expect(run.stderr.replace(/\s+/g, " ")).toContain(reason);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).not.toMatch(/UNEXPECTED|\n +at /);
  });

  it("a directory, and a file that is not there", async () => {
    mkdirSync(join(directory, "folder.json"));
    for (const name of ["folder.json", "missing.json"]) {
      const run = await runCommand(["gate", "-terraform-plan", join(directory, name)]);
      expect(run).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("cannot be read") });
    }
  });

  it("one bad plan among good ones, and tells of every bad one", async () => {
    const good = file("good", JSON.stringify(terraformPlan({})));
    const argv = [good, file("bad one", "{"), file("bad two", "[")].flatMap((path) => [
      "-terraform-plan",
      path,
    ]);
    const run = await runCommand(["gate", ...argv]);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr.match(/is not a plan/g)).toHaveLength(2);
  });

  it("a policy bundle that traps or has no rule, after a report that denies", async () => {
    const argv = ["gate", "-terraform-plan", file("allowed", JSON.stringify(terraformPlan({}))), "-policy"];
    for (const [name, reason] of [
      ["trap", "main trapped: unreachable"],
      ["other", "it has no entrypoint that the gate knows"],
    ]) {
      const run = await runCommand([...argv, join(__dirname, `../fixtures/policy/bundles/${name}.tar.gz`)]);
      expect(run.code).toBe(1);
      expect(run.stdout).toContain("DENY  FW-GATE-007");
      expect(run.stderr.replace(/\s+/g, " ")).toContain(reason);
    }
  });

  it("a policy bundle that is none", async () => {
    const argv = ["gate", "-terraform-plan", file("fine", denied), "-policy"];
    for (const content of ["", "package main", gzipSync("no archive")]) {
      const run = await runCommand([...argv, file("bundle", content)]);
      expect(run).toMatchObject({
        code: 1,
        stdout: "",
        stderr: expect.stringContaining("POLICY_INVALID_BUNDLE"),
      });
    }
  });
});

describe("gate -terraform-plan still denies", () => {
  it.each<[string, string, string]>([
    ["a plan that ended with an error", JSON.stringify({ ...plan, errored: true }), "FW-GATE-005"],
    [
      "below 50 levels",
      denied.replace('"labels":{}', `"labels":${'{"a":'.repeat(50)}1${"}".repeat(50)}`),
      "FW-SCALE-001",
    ],
    [
      "below 100,000 levels in a part that no rule sees",
      denied.replace('"applyable"', `"output_changes":${"[".repeat(1e5)}${"]".repeat(1e5)},"applyable"`),
      "FW-SCALE-001",
    ],
    [
      "with keys of JavaScript's own",
      denied.replace('"labels":{}', '"labels":{"__proto__":{"a":1},"constructor":"b"}'),
      "FW-SCALE-001",
    ],
    ["with a byte-order mark", `\ufeff${denied}`, "FW-SCALE-001"],
    ["with half a character", denied.replaceAll('"prod"', '"pr\\ud800d"'), "FW-"],
    [
      "with a version beyond all numbers",
      planned({ ...scaling(1, 11, 10), version: `1.${"9".repeat(400)}` }),
      "FW-SCALE-001",
    ],
  ])("%s", async (name, content, rule) => {
    const run = await runCommand(["gate", "-terraform-plan", file(name, content)]);
    expect(run).toMatchObject({ code: 3, stdout: expect.stringContaining(`DENY  ${rule}`) });
  });
});
