import { spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { bundledProgram } from "../_helpers/bundled-program.js";
import { type DemoWorld, openDemoWorld } from "../_helpers/demo-world.js";
import { nodeGroupChange, scaling, terraformPlan } from "../_helpers/plan-builder.js";

const project = join(__dirname, "../..");
const read = (name: string): unknown => parse(readFileSync(join(project, name), "utf8"));

const stepSchema = z.object({
  name: z.string(),
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.string()).optional(),
  run: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
});
const actionSchema = z.object({
  inputs: z.record(z.string(), z.object({ description: z.string(), default: z.string() })),
  outputs: z.record(z.string(), z.object({ description: z.string(), value: z.string() })),
  runs: z.object({ using: z.literal("composite"), steps: z.array(stepSchema) }),
});
const action = actionSchema.parse(read("action.yml"));

interface Runner {
  readonly folder: string;
  readonly env: Record<string, string>;
}

interface Comment {
  readonly id: number;
  body: string;
}

/** A pull request's comments, as `gh api` reaches them; `refuses` answers like a token that may not write. */
class PullRequest {
  readonly comments: Comment[] = [{ id: 7, body: "Looks good to me." }];
  refuses = false;
  #server: Server | undefined;

  async open(): Promise<string> {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks).toString("utf8");
        const id = Number(/comments\/(\d+)$/.exec(request.url ?? "")?.[1]);
        const known = this.comments.find((comment) => comment.id === id);
        if (this.refuses) response.statusCode = 403;
        else if (request.method === "POST") this.comments.push({ id: this.comments.length + 100, body });
        else if (request.method === "PATCH" && known !== undefined) known.body = body;
        response.end(
          this.comments.filter((each) => each.body.startsWith("<!-- fleetwright-gate -->"))[0]?.id.toString(),
        );
      });
    });
    const server = this.#server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  }

  close(): void {
    this.#server?.close();
  }
}

/** As much of `gh api` as the action uses: method, path, one field from a file; exit code 1 for an HTTP error. */
const gh = `#!/usr/bin/env node
const { readFileSync } = require("node:fs");
const words = process.argv.slice(3);
const at = (flag) => words[words.indexOf(flag) + 1];
const method = words.includes("--method") ? at("--method") : "GET";
const path = words.find((word) => word.startsWith("repos/"));
const body = words.includes("--field") ? readFileSync(at("--field").replace("body=@", ""), "utf8") : undefined;
fetch(process.env.GH_URL + "/" + path, { method, body }).then(async (answer) => {
  if (words.includes("--jq")) process.stdout.write(await answer.text());
  if (!answer.ok) process.exitCode = 1;
});
`;

let world: DemoWorld;
let program = "";
const pullRequest = new PullRequest();
let address = "";

beforeAll(async () => {
  world = await openDemoWorld();
  program = join(world.directory, "fleetwright.cjs");
  const bundled = await bundledProgram("modules/cli/bin.ts");
  const sources = ["--import", require.resolve("tsx"), join(project, "modules/cli/bin.ts")];
  // The bundle starts sooner; planning a fleet needs the sources of the stacks.
  writeFileSync(
    program,
    `const words = process.argv.slice(2);
const start = words[0] === "plan" ? ${JSON.stringify(sources)} : ${JSON.stringify([bundled])};
const run = require("node:child_process").spawnSync(process.execPath, [...start, ...words], { stdio: "inherit" });
process.exitCode = run.status ?? 1;
`,
  );
  address = await pullRequest.open();
});

afterAll(async () => {
  pullRequest.close();
  await world.close();
});

/** A runner's surroundings: its files, our command, and a \`gh\`. */
function runner(name: string): Runner {
  const folder = join(world.directory, `runner-${name}`);
  mkdirSync(join(folder, "bin"), { recursive: true });
  const programs = { gh, fleetwright: '#!/bin/sh\nexec node "$FLEETWRIGHT" "$@"\n' };
  for (const [command, text] of Object.entries(programs)) {
    writeFileSync(join(folder, "bin", command), text);
    chmodSync(join(folder, "bin", command), 0o755);
  }
  // npx would look the command up in a registry.
  writeFileSync(join(folder, "bin/npx"), '#!/bin/sh\nexec "$@"\n');
  chmodSync(join(folder, "bin/npx"), 0o755);
  for (const file of ["output", "summary", "env"]) writeFileSync(join(folder, file), "");
  const { PATH = "", ...others } = process.env;
  const aws = Object.entries(others).filter(([key]) => key.startsWith("AWS_"));
  return {
    folder,
    env: {
      ...Object.fromEntries(aws.map(([key, value]) => [key, value ?? ""])),
      PATH: `${join(folder, "bin")}:${PATH}`,
      HOME: folder,
      FLEETWRIGHT: program,
      RUNNER_TEMP: folder,
      GITHUB_OUTPUT: join(folder, "output"),
      GITHUB_STEP_SUMMARY: join(folder, "summary"),
      GITHUB_ENV: join(folder, "env"),
      GITHUB_WORKSPACE: world.directory,
      GH_URL: address,
      GH_TOKEN: "none",
    },
  };
}

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

function shell(arguments_: readonly string[], env: Record<string, string>, cwd: string): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn("bash", arguments_, { env, cwd });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data) => {
        text += String(data);
      });
    }
    child.once("close", (code) => resolve({ code, text }));
  });
}

/** As GitHub runs a step whose shell is bash; what \`\${{ }}\` would give, the test gives through \`inputs\`. */
async function runStep(
  name: string,
  { folder, env }: Runner,
  inputs: Record<string, string>,
  cwd = world.directory,
): Promise<Ended> {
  const step = action.runs.steps.find((each) => each.name === name);
  if (step?.run === undefined) throw new Error(`no step ${name}`);
  expect(Object.keys(inputs).sort()).toEqual(
    Object.keys(step.env ?? {})
      .filter((key) => key !== "GH_TOKEN")
      .sort(),
  );
  const script = join(folder, "step.sh");
  writeFileSync(script, step.run);
  return shell(["--noprofile", "--norc", "-eo", "pipefail", script], { ...env, ...inputs }, cwd);
}

const gateInputs = { FLEET: "", TERRAFORM_PLAN: "", POLICY: "", PROFILE: "", FAIL_ON: "deny", LIVE: "false" };
const place = { REPOSITORY: "shop/fleet", PULL_REQUEST: "7" };

function planFile(name: string, max: number): string {
  const path = join(world.directory, name);
  const plan = terraformPlan({ changes: [nodeGroupChange({ after: scaling(1, 3, max) })] });
  writeFileSync(path, JSON.stringify(plan));
  return path;
}

describe("the action", () => {
  it("gives every value of a step through its environment, never inside the script", () => {
    for (const { run } of action.runs.steps) expect(run ?? "").not.toContain("${{");
  });

  it("uses every input, and gives every output from a step that is there", () => {
    const text = readFileSync(join(project, "action.yml"), "utf8");
    for (const input of Object.keys(action.inputs)) expect(text).toContain(`inputs.${input}`);
    for (const { value } of Object.values(action.outputs)) {
      const [, step] = /steps\.(\w+)\.outputs\.\w+/.exec(value) ?? [];
      expect(action.runs.steps.map(({ id }) => id)).toContain(step);
    }
  });

  it("uploads what the gate wrote to code scanning, when that is asked for", () => {
    const upload = action.runs.steps.find(({ uses }) =>
      uses?.startsWith("github/codeql-action/upload-sarif@"),
    );
    expect(upload).toMatchObject({
      if: "inputs.sarif == 'true'",
      with: { sarif_file: "${{ steps.gate.outputs.sarif }}", category: "fleetwright" },
    });
  });

  it("installs itself where it was checked out, and only once", async () => {
    const own = runner("install");
    const checkout = join(own.folder, "checkout");
    mkdirSync(checkout);
    writeFileSync(
      join(own.folder, "bin/npm"),
      `#!/bin/sh\necho "$@" >> npm.log\nmkdir -p ${checkout}/dist/cli\n: > ${checkout}/dist/cli/fleetwright.mjs\n`,
    );
    chmodSync(join(own.folder, "bin/npm"), 0o755);
    for (const _ of [1, 2]) {
      expect(await runStep("Install", own, { ACTION_PATH: checkout }, own.folder)).toMatchObject({ code: 0 });
    }
    expect(readFileSync(join(own.folder, "npm.log"), "utf8")).toBe(
      `ci --no-audit --no-fund --prefix ${checkout}\n`,
    );
    expect(readFileSync(own.env.GITHUB_ENV ?? "", "utf8")).toContain(
      `FLEETWRIGHT=${checkout}/dist/cli/fleetwright.mjs\n`,
    );
  });

  it("plans the fleet, judges it, and annotates, summarizes and comments an allowed plan", async () => {
    const own = runner("allowed");
    const plan = await runStep("Plan", own, { FLEET: "fleet", PROFILE: "" });
    expect(plan).toMatchObject({ code: 0, text: expect.stringContaining("Plan: 18 to add, 6 to change") });
    const gate = await runStep("Gate", own, { ...gateInputs, FLEET: "fleet" });
    expect(gate).toMatchObject({ code: 0, text: expect.stringMatching(/^Allowed: /m) });
    expect(readFileSync(own.env.GITHUB_OUTPUT ?? "", "utf8")).toBe(
      `allowed=true\nmarkdown=${own.folder}/fleetwright.md\nsarif=${own.folder}/fleetwright.sarif\n`,
    );
    expect(readFileSync(own.env.GITHUB_STEP_SUMMARY ?? "", "utf8")).toContain("Fleetwright: allowed");
    expect(await runStep("Comment", own, place)).toEqual({ code: 0, text: "" });
    expect(pullRequest.comments.map(({ body }) => body.split("\n")[1])).toEqual([
      undefined,
      "## ✅ Fleetwright: allowed",
    ]);
    expect(await runStep("Verdict", own, { ALLOWED: "true" })).toEqual({ code: 0, text: "" });
  });

  it("goes on to the gate when the plan is denied, writes the comment anew, and fails the job", async () => {
    const own = runner("denied");
    mkdirSync("denied");
    for (const file of ["fleet/fleet.yaml", "fleet-denied/production-us.yaml"])
      cpSync(file, join("denied", file.split("/")[1] ?? ""));
    cpSync("fleet/user-data", "denied/user-data", { recursive: true });
    const plan = await runStep("Plan", own, { FLEET: "denied", PROFILE: "" });
    expect(plan.code).toBe(0);
    const gate = await runStep("Gate", own, { ...gateInputs, FLEET: "denied" });
    expect(gate).toMatchObject({
      code: 0,
      text: expect.stringMatching(/^::error file=denied\/production-us\.yaml,line=\d+,col=\d+/m),
    });
    expect(readFileSync(own.env.GITHUB_OUTPUT ?? "", "utf8")).toContain("allowed=false");
    expect(await runStep("Comment", own, place)).toEqual({ code: 0, text: "" });
    expect(pullRequest.comments.map(({ body }) => body.split("\n")[1])).toEqual([
      undefined,
      "## ⛔ Fleetwright: denied",
    ]);
    expect(await runStep("Verdict", own, { ALLOWED: "false" })).toMatchObject({ code: 3 });
  });

  it("names places from the repository's root, when it works in a folder of it", async () => {
    const own = runner("folder");
    const inside = { ...own, env: { ...own.env, GITHUB_WORKSPACE: join(world.directory, "..") } };
    cpSync(join(world.directory, "runner-denied/fleetwright.plan"), join(own.folder, "fleetwright.plan"));
    const gate = await runStep("Gate", inside, { ...gateInputs, FLEET: "denied" });
    const folder = world.directory.split("/").at(-1);
    expect(gate.text).toContain(`::error file=${folder}/denied/production-us.yaml,`);
    const sarif = readFileSync(join(own.folder, "fleetwright.sarif"), "utf8");
    expect(sarif).toContain(`"uri": "${folder}/denied/production-us.yaml"`);
  });

  it("judges Terraform's plans in place of its own, several at once, also by policies of the user's own", async () => {
    const own = runner("terraform");
    const plans = `${planFile("a.json", 101)}\n${planFile("b.json", 10)}\n`;
    const policy = join(__dirname, "../fixtures/policy/bundles/clock.tar.gz");
    const gate = await runStep("Gate", own, { ...gateInputs, TERRAFORM_PLAN: plans, POLICY: policy });
    expect(gate).toMatchObject({ code: 0, text: expect.stringContaining("::error title=FW-LIMIT-002%3A") });
    expect(gate.text).toContain("judged at 20");
    expect(action.runs.steps.find(({ name }) => name === "Plan")?.if).toBe("inputs.terraform-plan == ''");
  });

  it("warns when the comment may not be written, and leaves the verdict as it is", async () => {
    const own = runner("fork");
    writeFileSync(join(own.folder, "fleetwright.md"), "<!-- fleetwright-gate -->\n");
    pullRequest.refuses = true;
    expect(await runStep("Comment", own, place)).toMatchObject({
      code: 0,
      text: expect.stringContaining("::warning title=Fleetwright::The comment could not be written"),
    });
    pullRequest.refuses = false;
  });

  it("ends with an error, not a verdict, when the plan cannot be read", async () => {
    const own = runner("broken");
    const path = join(world.directory, "broken.json");
    writeFileSync(path, '{"format_version": "1.2", "resource_changes": [');
    expect(await runStep("Gate", own, { ...gateInputs, TERRAFORM_PLAN: path })).toMatchObject({
      code: 1,
      text: expect.stringContaining("is not a plan"),
    });
    expect(readFileSync(own.env.GITHUB_OUTPUT ?? "", "utf8")).toBe("");
  });

  it("ends with an error, not a verdict, when the fleet cannot be planned", async () => {
    const own = runner("no-fleet");
    expect(await runStep("Plan", own, { FLEET: "nowhere", PROFILE: "" })).toMatchObject({ code: 1 });
  });

  it("is used by the example workflow with inputs that it has", () => {
    const workflow = z
      .object({
        permissions: z.record(z.string(), z.string()),
        jobs: z.object({
          gate: z.object({
            steps: z.array(
              z.object({ uses: z.string(), with: z.record(z.string(), z.unknown()).optional() }),
            ),
          }),
        }),
      })
      .parse(read("examples/ci/github-workflow.yml"));
    const own = workflow.jobs.gate.steps.find(({ uses }) => uses.includes("/fleetwright@"));
    for (const input of Object.keys(own?.with ?? {})) expect(Object.keys(action.inputs)).toContain(input);
    expect(workflow.permissions).toMatchObject({ "pull-requests": "write", "security-events": "write" });
  });
});

describe("the GitLab template", () => {
  const jobSchema = z.object({
    variables: z.record(z.string(), z.string()),
    script: z.array(z.string()),
    artifacts: z.object({ paths: z.array(z.string()), reports: z.object({ junit: z.string() }) }),
  });
  const { ".fleetwright": base, fleetwright } = z
    .object({ ".fleetwright": z.looseObject({}), fleetwright: z.looseObject({}) })
    .parse(read("examples/ci/gitlab-ci.yml"));
  const job = jobSchema.parse({ ...base, ...fleetwright });

  /** As a GitLab runner: the lines one after the other, and the first that fails ends the job. */
  async function runJob(name: string, fleet: string): Promise<Ended> {
    const own = runner(name);
    const env = { ...own.env, ...job.variables, FLEETWRIGHT_FLEET: fleet, CI_PROJECT_DIR: world.directory };
    return shell(["-eo", "pipefail", "-c", job.script.join("\n")], env, world.directory);
  }

  it("passes an allowed plan, and leaves a test report and the verdict behind", async () => {
    expect(await runJob("gitlab-allowed", "fleet")).toMatchObject({
      code: 0,
      text: expect.stringMatching(/^Allowed: /m),
    });
    expect(readFileSync(job.artifacts.reports.junit, "utf8")).toContain('<testsuite name="prod-eu-1"');
    for (const path of job.artifacts.paths) expect(existsSync(path)).toBe(true);
  });

  it("fails a denied plan with 3, after the report", async () => {
    expect(await runJob("gitlab-denied", "denied")).toMatchObject({
      code: 3,
      text: expect.stringMatching(/^Denied: /m),
    });
    expect(readFileSync(job.artifacts.reports.junit, "utf8")).toContain("<failure");
  });

  it("fails with 1 what cannot be planned", async () => {
    expect(await runJob("gitlab-broken", "nowhere")).toMatchObject({ code: 1 });
  });
});

describe("the pre-commit hooks", () => {
  const hooks = z
    .array(z.object({ id: z.string(), entry: z.string(), files: z.string() }))
    .parse(read(".pre-commit-hooks.yaml"));
  const hook = (id: string) => {
    const found = hooks.find((each) => each.id === id);
    if (found === undefined) throw new Error(`no hook ${id}`);
    return found;
  };

  it("judge every plan that is committed, and fail when one is denied", async () => {
    const { entry, files } = hook("fleetwright-gate");
    const plans = [planFile("d.tfplan.json", 101), planFile("e.tfplan.json", 10)];
    for (const plan of plans) expect(plan).toMatch(new RegExp(files));
    const run = await shell(["-c", `${entry} ${plans.join(" ")}`], runner("hook").env, world.directory);
    expect(run.code).toBe(3);
    expect(run.text.match(/^(Allowed|Denied)/gm)).toEqual(["Denied", "Allowed"]);
  });

  it("check the fleet file, and fail with its line", async () => {
    const { entry, files } = hook("fleetwright-validate");
    expect("fleet/production-eu.yaml").toMatch(new RegExp(files));
    const { env } = runner("validate");
    expect(await shell(["-c", entry], env, world.directory)).toMatchObject({ code: 0 });
    const broken = { ...env, FLEETWRIGHT_FLEET: "broken.yaml" };
    writeFileSync(
      "broken.yaml",
      readFileSync("fleet/fleet.yaml", "utf8").replace("kind: Fleet", "kind: Flet"),
    );
    expect(await shell(["-c", entry], broken, world.directory)).toMatchObject({
      code: 1,
      text: expect.stringMatching(/broken\.yaml:\d+:\d+/),
    });
  });
});
