import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { nodeGroupChange, scaling, terraformPlan } from "../_helpers/plan-builder.js";

const project = join(__dirname, "../..");
const actionSchema = z.object({
  inputs: z.record(z.string(), z.object({ description: z.string(), default: z.string() })),
  runs: z.object({
    using: z.literal("composite"),
    steps: z.array(
      z.object({
        name: z.string(),
        id: z.string().optional(),
        if: z.string().optional(),
        uses: z.string().optional(),
        run: z.string().optional(),
        env: z.record(z.string(), z.string()).optional(),
      }),
    ),
  }),
});
const action = actionSchema.parse(parse(readFileSync(join(project, "action.yml"), "utf8")));

const directory = mkdtempSync(join(tmpdir(), "fleetwright-action-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** A runner's surroundings: its files, our command from its sources, and a `gh` that writes down its calls. */
function surroundings(
  name: string,
  existingComment: string,
): { readonly folder: string; readonly env: Record<string, string> } {
  const folder = join(directory, name);
  mkdirSync(join(folder, "bin"), { recursive: true });
  const command = join(folder, "fleetwright.cjs");
  const sources = JSON.stringify(["--import", require.resolve("tsx"), join(project, "modules/cli/bin.ts")]);
  writeFileSync(
    command,
    `const { spawnSync } = require("node:child_process");
const run = spawnSync(process.execPath, [...${sources}, ...process.argv.slice(2)], { stdio: "inherit" });
process.exitCode = run.status ?? 1;`,
  );
  const gh = join(folder, "bin/gh");
  writeFileSync(
    gh,
    `#!/bin/sh\necho "$@" >> "${folder}/gh.log"\ncase "$*" in *--jq*) printf '%s' "${existingComment}";; esac\n`,
  );
  chmodSync(gh, 0o755);
  for (const file of ["output", "summary", "gh.log"]) writeFileSync(join(folder, file), "");
  const env = {
    PATH: `${join(folder, "bin")}:${process.env.PATH ?? ""}`,
    HOME: folder,
    FLEETWRIGHT: command,
    RUNNER_TEMP: folder,
    GITHUB_OUTPUT: join(folder, "output"),
    GITHUB_STEP_SUMMARY: join(folder, "summary"),
  };
  return { folder, env };
}

function runStep(
  name: string,
  env: Record<string, string>,
): { readonly code: number | null; readonly text: string } {
  const step = action.runs.steps.find((each) => each.name === name);
  if (step?.run === undefined) throw new Error(`no step ${name}`);
  const script = join(directory, "step.sh");
  writeFileSync(script, step.run);
  // As GitHub runs a step whose shell is bash.
  const run = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
    env,
    cwd: directory,
    encoding: "utf8",
  });
  return { code: run.status, text: `${run.stdout}${run.stderr}` };
}

function planFile(name: string, max: number): string {
  const path = join(directory, name);
  writeFileSync(
    path,
    JSON.stringify(terraformPlan({ changes: [nodeGroupChange({ after: scaling(1, 3, max) })] })),
  );
  return path;
}

const gateInputs = { FLEET: "", POLICY: "", PROFILE: "", FAIL_ON: "deny" };

describe("the action", () => {
  it("gives every value of a step through its environment, never inside the script", () => {
    for (const { run } of action.runs.steps) expect(run ?? "").not.toContain("${{");
  });

  it("annotates, summarizes and comments a denied plan, and fails the job", () => {
    const { folder, env } = surroundings("denied", "");
    const gate = runStep("Gate", {
      ...env,
      ...gateInputs,
      TERRAFORM_PLAN: `${planFile("a.json", 101)}\n${planFile("b.json", 10)}\n`,
    });
    expect(gate).toMatchObject({ code: 0, text: expect.stringContaining("::error title=FW-LIMIT-002%3A") });
    const output = readFileSync(join(folder, "output"), "utf8");
    expect(output).toContain("allowed=false");
    expect(readFileSync(join(folder, "summary"), "utf8")).toContain("Fleetwright: denied");
    expect(JSON.parse(readFileSync(join(folder, "fleetwright.sarif"), "utf8"))).toMatchObject({
      version: "2.1.0",
    });

    const repository = { REPOSITORY: "shop/fleet", PULL_REQUEST: "7", GH_TOKEN: "none" };
    expect(runStep("Comment", { ...env, ...repository }).code).toBe(0);
    expect(readFileSync(join(folder, "gh.log"), "utf8")).toContain(
      "--method POST repos/shop/fleet/issues/7/comments",
    );

    expect(runStep("Verdict", { ...env, ALLOWED: "false" }).code).toBe(3);
  });

  it("writes the comment of an earlier run anew, and lets an allowed plan pass", () => {
    const { folder, env } = surroundings("allowed", "4711");
    const gate = runStep("Gate", { ...env, ...gateInputs, TERRAFORM_PLAN: planFile("c.json", 10) });
    expect(gate.code).toBe(0);
    expect(readFileSync(join(folder, "output"), "utf8")).toContain("allowed=true");
    const repository = { REPOSITORY: "shop/fleet", PULL_REQUEST: "7", GH_TOKEN: "none" };
    runStep("Comment", { ...env, ...repository });
    expect(readFileSync(join(folder, "gh.log"), "utf8")).toContain(
      "--method PATCH repos/shop/fleet/issues/comments/4711",
    );
    expect(runStep("Verdict", { ...env, ALLOWED: "true" }).code).toBe(0);
  });

  it("ends with an error, not a verdict, when the plan cannot be read", () => {
    const { env } = surroundings("broken", "");
    const path = join(directory, "broken.json");
    writeFileSync(path, '{"format_version": "1.2", "resource_changes": [');
    expect(runStep("Gate", { ...env, ...gateInputs, TERRAFORM_PLAN: path })).toMatchObject({
      code: 1,
      text: expect.stringContaining("is not a plan"),
    });
  });
});

describe("the other places in a pull request", () => {
  it.each(["examples/ci/gitlab-ci.yml", "examples/ci/github-workflow.yml", ".pre-commit-hooks.yaml"])(
    "%s is YAML",
    (name) => {
      expect(parse(readFileSync(join(project, name), "utf8"))).toBeTruthy();
    },
  );

  it("the pre-commit hook judges every file and fails when one is denied", () => {
    const { folder, env } = surroundings("hook", "");
    const shim = join(folder, "bin/fleetwright");
    writeFileSync(shim, `#!/bin/sh\nexec node "$FLEETWRIGHT" "$@"\n`);
    chmodSync(shim, 0o755);
    const hooks = z
      .array(z.object({ id: z.string(), entry: z.string() }))
      .parse(parse(readFileSync(join(project, ".pre-commit-hooks.yaml"), "utf8")));
    const entry = hooks.find(({ id }) => id === "fleetwright-gate")?.entry ?? "";
    const files = [planFile("d.json", 101), planFile("e.json", 10)];
    const run = spawnSync("bash", ["-c", `${entry} ${files.join(" ")}`], {
      env,
      cwd: directory,
      encoding: "utf8",
    });
    expect(run.status).toBe(3);
    expect(run.stdout.match(/^(Allowed|Denied)/gm)).toEqual(["Denied", "Allowed"]);
  });
});
