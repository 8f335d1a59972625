import { runCommand } from "../_helpers/cli-run.js";

describe("the command line", () => {
  it("accepts Terraform's flags with one dash or two", async () => {
    for (const argv of [["-help"], ["--help"], ["plan", "-help"], ["plan", "--help"]]) {
      const run = await runCommand(argv);
      expect([argv, run.code]).toEqual([argv, 0]);
      expect(run.stdout).toContain("Usage: fleetwright");
    }
  });

  it("prints its version", async () => {
    expect((await runCommand(["-version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("prints help when nothing is asked", async () => {
    const run = await runCommand([]);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain("Exit codes:");
  });

  it("suggests the command that was meant", async () => {
    const run = await runCommand(["plam"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("Did you mean plan?");
  });

  it("suggests the flag that was meant", async () => {
    const run = await runCommand(["plan", "-detailed-exitcod"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("Did you mean --detailed-exitcode?");
  });

  it("refuses a parallelism that is no whole number", async () => {
    const run = await runCommand(["plan", "-parallelism=many"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("Give a whole number of at least 1.");
  });

  it("takes flags for one command from the environment, before those given", async () => {
    const run = await runCommand(["show", "nowhere.plan"], { env: { FLEETWRIGHT_CLI_ARGS_show: "-jso" } });
    expect(run.stderr).toContain("Did you mean --json?");
  });

  it("says which directory -chdir could not enter", async () => {
    const run = await runCommand(["-chdir=/nowhere/at/all", "validate"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("/nowhere/at/all");
    expect(run.stderr).not.toContain("at process");
  });
});
