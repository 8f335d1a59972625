import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(__dirname, "..", "..");
// Inside the working tree and beside the sources, as in `dist`: the programs look for both above them.
const shipped = join(root, ".cache", `bundle-${process.pid}`);
const outdir = join(shipped, "cli");

describe("the bundled programs", () => {
  beforeAll(async () => {
    mkdirSync(shipped, { recursive: true });
    for (const folder of ["modules", "stacks"]) symlinkSync(join(root, folder), join(shipped, folder));
    const script = [join(root, "node_modules/tsx/dist/cli.mjs"), join(root, "scripts/bundle.ts"), outdir];
    await run(process.execPath, script, { cwd: root });
  });
  afterAll(() => rmSync(shipped, { recursive: true, force: true }));

  const fleetwright = (...argv: readonly string[]) =>
    run(process.execPath, [join(outdir, "fleetwright.mjs"), ...argv], {
      env: { ...process.env, NO_COLOR: "1" },
    });

  it("find their version and their policies", async () => {
    expect((await fleetwright("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await fleetwright("policy", "list")).stdout).toContain("FW-SKEW-001");
  });

  it("evaluate expressions with the parser that was generated ahead", async () => {
    const folder = mkdtempSync(join(tmpdir(), "fleetwright-bundle-"));
    try {
      const greeting = '${join("-", [for word in ["a", "b"] : upper(word)])}${1 + 2}';
      writeFileSync(
        join(folder, "main.tf.json"),
        JSON.stringify({ output: { greeting: { value: greeting } } }),
      );
      expect((await fleetwright("plan", "-configuration", folder)).stdout).toContain('+ greeting = "A-B3"');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("explain rules and try their examples", async () => {
    expect((await fleetwright("policy", "explain", "FW-SKEW-001")).stdout).toContain("What to do:");
    expect((await fleetwright("policy", "test")).stdout).toMatch(/^\d+ passed, 0 failed\.$/m);
  });

  it("write a project, check it and synthesize it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "fleetwright-bundle-"));
    try {
      await fleetwright(`-chdir=${folder}`, "init");
      expect((await fleetwright(`-chdir=${folder}`, "validate")).stdout).toContain("is valid");
      expect((await fleetwright(`-chdir=${folder}`, "synth")).stdout).toContain("Synthesized 1 stack.");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("judge a plan at its configuration's lines, by a user's bundle as well", async () => {
    const fixtures = join(root, "test/fixtures");
    const plan = join(fixtures, "planner/recordings/version-change/plan.json");
    const bundle = join(fixtures, "policy/bundles/acme.tar.gz");
    const denied = await fleetwright("gate", "-terraform-plan", plan, "-policy", bundle).catch(
      (error: { code: number; stdout: string }) => error,
    );
    expect(denied).toMatchObject({ code: 3 });
    expect(denied.stdout).toMatch(/cdk\.tf\.json:\d+:\d+/);
    expect(denied.stdout).toContain("acme");
  });
});
