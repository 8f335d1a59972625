import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { runCommand } from "../_helpers/cli-run.js";

describe("init", () => {
  const project = resolve(__dirname, "../..");
  const workingDirectory = process.cwd();
  let directory = "";

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "fleetwright-init-"));
    process.chdir(directory);
  });

  afterAll(() => {
    process.chdir(workingDirectory);
    rmSync(directory, { recursive: true, force: true });
  });

  it("writes a project that validates and synthesizes as it stands", async () => {
    const init = await runCommand(["init"]);
    expect([init.code, init.stderr]).toEqual([0, ""]);
    expect(init.stdout).toMatch(/^written {2}fleet\.yaml$/m);

    const validated = await runCommand(["validate"]);
    expect([validated.code, validated.stderr]).toEqual([0, ""]);

    const synthesized = await runCommand(["synth"]);
    expect(synthesized.stdout).toContain("Synthesized 1 stack.");
    expect(synthesized.code).toBe(0);
  });

  it("writes the schema that editors check the fleet file with", () => {
    expect(JSON.parse(readFileSync("fleet.schema.json", "utf8"))).toEqual(
      JSON.parse(readFileSync(join(project, "docs/fleet.schema.json"), "utf8")),
    );
  });

  it("asks npm for the version that wrote the project, as its workflow runs npm ci", () => {
    const { version } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
    expect(JSON.parse(readFileSync("package.json", "utf8")).devDependencies).toEqual({
      fleetwright: `^${version}`,
    });
    const steps: { run?: string }[] = parse(readFileSync(".github/workflows/fleet.yml", "utf8")).jobs.plan
      .steps;
    expect(steps.flatMap(({ run }) => run ?? [])).toContain("npm ci");
  });

  it("leaves files alone that exist", async () => {
    writeFileSync("fleet.yaml", "mine\n");
    const again = await runCommand(["init"]);
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/^kept {5}fleet\.yaml$/m);
    expect(readFileSync("fleet.yaml", "utf8")).toBe("mine\n");
  });
});
