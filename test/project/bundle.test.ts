import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(__dirname, "..", "..");
// Inside the working tree, as `dist` is: the programs look for the project's policies above them.
const outdir = join(root, ".cache", `bundle-${process.pid}`);

describe("the bundled programs", () => {
  beforeAll(async () => {
    const script = [join(root, "node_modules/tsx/dist/cli.mjs"), join(root, "scripts/bundle.ts"), outdir];
    await run(process.execPath, script, { cwd: root });
  });
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));

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
});
