import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseDocument } from "yaml";
import { runCommand } from "../_helpers/cli-run.js";
import { type DemoWorld, openDemoWorld } from "../_helpers/demo-world.js";

const page = join(__dirname, "../../docs/pull-requests.md");
const now = new Date("2026-11-21T09:00:00Z");

interface Block {
  readonly language: string;
  readonly text: string;
}

const fenced = /^(`{3,4})(\w*)\n([\s\S]*?)^\1$/gm;

function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(fenced)].map(([, , language = "", text = ""]) => ({ language, text }));
}

function blockWith(part: string): Block {
  const block = blocksOf(readFileSync(page, "utf8")).find(({ text }) => text.includes(part));
  if (block === undefined) throw new Error(`docs/pull-requests.md has no block with ${part}`);
  return block;
}

/** The page says what came out; with UPDATE_DOCS=1 it is made to. */
function expectOnPage(part: string, output: string): void {
  const block = blockWith(part);
  if (process.env.UPDATE_DOCS === "1") {
    writeFileSync(
      page,
      readFileSync(page, "utf8").replace(block.text, () => output),
    );
    return;
  }
  expect(block.text).toBe(output);
}

/** Makes the change of a unified diff's hunk. */
function changed(text: string, diff: string): string {
  const lines = diff.split("\n").filter((line) => /^[ +-]/.test(line));
  const side = (left: string) =>
    lines
      .filter((line) => !line.startsWith(left))
      .map((line) => line.slice(1))
      .join("\n");
  const [before, after] = [side("+"), side("-")];
  expect(text).toContain(before);
  return text.replace(before, () => after);
}

/** What docs/pull-requests.md shows is what its change brings about. */
describe("docs/pull-requests.md", () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await openDemoWorld();
    const deployed = await runCommand(["deploy", "-auto-approve", "-fleet", "fleet"], { now });
    expect(deployed).toMatchObject({ code: 0, stderr: "" });
    const file = "fleet/production-eu.yaml";
    writeFileSync(file, changed(readFileSync(file, "utf8"), blockWith("@@ -").text));
    const planned = await runCommand(["plan", "-fleet", "fleet", "-out", "fleet.plan"], { now });
    expect(planned.code).toBe(3);
  });

  afterAll(() => world.close());

  const gate = (format: string) => runCommand(["gate", "-plan", "fleet.plan", "-format", format], { now });

  it("shows the annotations that the gate gives", async () => {
    const run = await gate("github");
    expect(run.code).toBe(3);
    expectOnPage("::error file=", run.stdout);
  });

  it("shows the comment that the gate writes", async () => {
    expectOnPage("<!-- fleetwright-gate -->", (await gate("markdown")).stdout);
  });

  it("shows a parameter that lets the plan pass", async () => {
    const file = "fleet/production-eu.yaml";
    const before = readFileSync(file, "utf8");
    const parameters = parse(blockWith("maxNodesPerGroup: 150").text).clusters[0].policy;
    const fleet = parseDocument(before);
    fleet.setIn(["clusters", 0, "policy"], fleet.createNode(parameters));
    writeFileSync(file, String(fleet));
    expect((await gate("text")).code).toBe(0);
    writeFileSync(file, before);
  });

  it("shows a waiver that lets the plan pass, and what is waived", async () => {
    const fleet = parseDocument(readFileSync("fleet/fleet.yaml", "utf8"));
    const [waiver] = parse(blockWith("The quota was raised to 150").text).policy.waivers;
    fleet.addIn(["policy", "waivers"], waiver);
    writeFileSync("fleet/fleet.yaml", String(fleet));
    const run = await gate("text");
    expect(run.code).toBe(0);
    const waived = run.stdout.slice(run.stdout.indexOf("Waived:"));
    expectOnPage("  FW-LIMIT-002  aws_eks", waived);
    const expired = await runCommand(["gate", "-plan", "fleet.plan"], {
      now: new Date("2027-01-16T00:00:00Z"),
    });
    expect(expired).toMatchObject({ code: 3, stdout: expect.stringContaining("DENY  FW-GATE-002") });
  });
});
