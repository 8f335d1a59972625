import { PassThrough } from "node:stream";
import { type CliEnvironment, runCli } from "../../modules/cli/index.js";

describe("the command line", () => {
  it("accepts Terraform's flags with one dash or two", async () => {
    for (const argv of [["-help"], ["--help"], ["plan", "-help"], ["plan", "--help"]]) {
      const run = await cli(argv);
      expect([argv, run.code]).toEqual([argv, 0]);
      expect(run.stdout).toContain("Usage: fleetwright");
    }
  });

  it("prints its version", async () => {
    expect((await cli(["-version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("prints help when nothing is asked", async () => {
    const run = await cli([]);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain("Exit codes:");
  });

  it("suggests the command that was meant", async () => {
    const run = await cli(["plam"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("Did you mean plan?");
  });

  it("suggests the flag that was meant", async () => {
    const run = await cli(["plan", "-detailed-exitcod"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("Did you mean --detailed-exitcode?");
  });

  it("refuses a parallelism that is no whole number", async () => {
    const run = await cli(["plan", "-parallelism=many"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("Give a whole number of at least 1.");
  });

  it("takes flags for one command from the environment, before those given", async () => {
    const run = await cli(["show", "nowhere.plan"], { FLEETWRIGHT_CLI_ARGS_show: "-jso" });
    expect(run.stderr).toContain("Did you mean --json?");
  });

  it("says which directory -chdir could not enter", async () => {
    const run = await cli(["-chdir=/nowhere/at/all", "validate"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("/nowhere/at/all");
    expect(run.stderr).not.toContain("at process");
  });
});

/** Runs the command line in this process, without a terminal. */
async function cli(argv: readonly string[], env: { readonly [name: string]: string } = {}) {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const environment: CliEnvironment = {
    stdout,
    stderr,
    stdin: new PassThrough(),
    env,
    workingDirectory: process.cwd(),
    now: () => new Date("2026-01-01T00:00:00Z"),
    signal: new AbortController().signal,
  };
  const code = await runCli(argv, environment);
  return { code, stdout: String(stdout.read() ?? ""), stderr: String(stderr.read() ?? "") };
}
