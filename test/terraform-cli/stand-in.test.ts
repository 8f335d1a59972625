import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runProgram, writeStandIn } from "../_helpers/terraform-stand-in.js";

/** Tells what it was given; a plan is a file whose text says what `show` prints of it. */
const FAKE = `#!/usr/bin/env node
const fs = require("node:fs");
const args = process.argv.slice(2);
fs.appendFileSync(process.env.FAKE_LOG, JSON.stringify({ args, cli: process.env.TF_CLI_ARGS_apply ?? null, given: args.includes("apply") && fs.existsSync(args.at(-1)) ? fs.readFileSync(args.at(-1), "utf8") : null }) + "\\n");
const out = args.find((argument) => argument.startsWith("-out="));
if (out && !process.env.FAKE_NO_PLAN) fs.writeFileSync(out.slice(5), process.env.FAKE_PLAN ?? "fine");
if (args.includes("show")) {
  if (process.env.FAKE_SWAP) fs.writeFileSync(args.at(-1), "another");
  if (process.env.FAKE_SHOW === "broken") process.stdout.write("{");
  else process.stdout.write(fs.readFileSync(process.env.FAKE_SHOWN, "utf8"));
} else if (args[0] === "cat") {
  process.stdin.pipe(process.stdout);
} else if (args[0] === "wait") {
  let count = 0;
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {
    count += 1;
    process.stdout.write(signal + " " + count + "\\n");
    if (signal === "SIGTERM" || count === 2) setTimeout(() => process.exit(40 + count), 300);
  });
  setInterval(() => {}, 1000);
  process.stdout.write("waiting\\n");
} else if (args[0] === "fail") {
  process.stderr.write("no such thing\\n");
  process.exit(7);
}
`;

describe("the stand-in for terraform", () => {
  let folder: string;
  let standIn: string;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "fleetwright-stand-in-"));
    standIn = await writeStandIn(path.join(folder, "bin"));
    writeFileSync(path.join(folder, "fake"), FAKE, { mode: 0o755 });
    writeFileSync(path.join(folder, "shown.json"), JSON.stringify(emptyPlan));
  }, 60_000);
  beforeEach(() => {
    rmSync(path.join(folder, "log"), { force: true });
    writeFileSync(path.join(folder, "log"), "");
    env = {
      PATH: process.env.PATH,
      FLEETWRIGHT_TERRAFORM_BINARY: path.join(folder, "fake"),
      FAKE_LOG: path.join(folder, "log"),
      FAKE_SHOWN: path.join(folder, "shown.json"),
    };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (args: readonly string[], more: Partial<Parameters<typeof runProgram>[2]> = {}) =>
    runProgram(standIn, args, { cwd: folder, env, ...more });
  const calls = () =>
    readFileSync(path.join(folder, "log"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  const commandLines = () =>
    calls().map(({ args }) => args.join(" ").replaceAll(/[^\s=]*fleetwright-plan-[^/]+/g, "PRIVATE"));

  it("passes other subcommands on as they are, with streams and exit code", async () => {
    const odd = ["fail", "-json", "--x=a b", "", "-var", "a=\"b'", "--", "apply"];
    expect(await run(odd)).toEqual({ code: 7, stdout: "", stderr: "no such thing\n" });
    expect(calls()[0].args).toEqual(odd);
    const piped = await run(["cat"], { input: "line\n" });
    expect(piped).toEqual({ code: 0, stdout: "line\n", stderr: "" });
    for (const args of [
      ["apply", "-help"],
      ["-version", "apply"],
      ["plan", "-out=x"],
    ]) {
      expect((await run(args)).code).toBe(0);
      expect(calls().at(-1).args).toEqual(args);
    }
  });

  it("passes each interrupt of the terminal on once, and ends as terraform does", async () => {
    const interrupted = await run(["wait"], {
      // To the whole process group, as a terminal does it.
      onOutput: (child, stdout) => {
        const last = stdout.trim().split("\n").at(-1);
        if (child.pid !== undefined && (last === "waiting" || last === "SIGINT 1")) {
          process.kill(-child.pid, "SIGINT");
        }
      },
    });
    expect(interrupted).toMatchObject({ code: 42, stdout: "waiting\nSIGINT 1\nSIGINT 2\n" });
    const ended = await run(["wait"], {
      onOutput: (child, stdout) => {
        if (stdout === "waiting\n") child.kill("SIGTERM");
      },
    });
    expect(ended).toMatchObject({ code: 41, stdout: "waiting\nSIGTERM 1\n" });
  });

  it("makes a plan with all planning flags, and applies that very file", async () => {
    const flags = ["-var", "a=1", "-target=x.y", "-refresh=false", "-parallelism", "3", "-backup=b"];
    const environment = { ...env, TF_CLI_ARGS: "-no-color", TF_CLI_ARGS_apply: '-auto-approve -var "c=d e"' };
    expect((await run(["-chdir=.", "apply", ...flags], { env: environment })).code).toBe(0);
    expect(commandLines()).toEqual([
      "-chdir=. plan -var c=d e -no-color -var a=1 -target=x.y -refresh=false -parallelism 3 -out=PRIVATE/plan.tfplan",
      "-chdir=. show -json -no-color PRIVATE/plan.tfplan",
      "-chdir=. apply -no-color -parallelism 3 -backup=b PRIVATE/plan.tfplan",
    ]);
    expect(calls().at(-1)).toMatchObject({ cli: null, given: "fine" });
  });

  it("finds an apply that hides in the environment", async () => {
    expect((await run([], { env: { ...env, TF_CLI_ARGS: "destroy -auto-approve" } })).code).toBe(0);
    expect(commandLines()[0]).toBe("plan -destroy -out=PRIVATE/plan.tfplan");
  });

  it("asks as terraform does, and applies on yes alone", async () => {
    const yes = await run(["apply"], { answer: "yes\n" });
    expect(yes.code).toBe(0);
    expect(yes.stdout).toContain("Do you want to perform these actions?\n");
    expect(commandLines()).toHaveLength(3);
    const no = await run(["destroy"], { answer: "no\n" });
    expect(no.code).toBe(1);
    expect(no.stdout).toContain("Do you really want to destroy all resources?\n");
    expect(no.stdout).toContain("Destroy cancelled.");
    expect((await run(["apply", "-input=false"])).code).toBe(1);
    expect(commandLines().filter((line) => line.startsWith("apply"))).toHaveLength(1);
  });

  it("applies nothing when it cannot judge", async () => {
    const plan = path.join(folder, "saved.tfplan");
    writeFileSync(plan, "saved");
    const cases: readonly (readonly [readonly string[], NodeJS.ProcessEnv, string])[] = [
      [["apply", plan], { FAKE_SHOW: "broken" }, "is not a plan"],
      [["apply", plan], { FAKE_SWAP: "1" }, "TERRAFORM_PLAN_CHANGED"],
      [["apply", "-auto-approve"], { FAKE_NO_PLAN: "1" }, "TERRAFORM_PLAN_UNREADABLE"],
      [["apply", "nowhere.tfplan"], {}, "TERRAFORM_PLAN_UNREADABLE"],
      [["apply", plan, "-auto-approve"], {}, "TERRAFORM_TOO_MANY_ARGUMENTS"],
      [["apply", "-out=x", "-auto-approve"], {}, "TERRAFORM_FLAG_UNKNOWN"],
      [["apply", "-json"], {}, "TERRAFORM_NEEDS_APPROVAL"],
    ];
    for (const [args, more, text] of cases) {
      const { code, stderr } = await run(args, { env: { ...env, ...more } });
      expect(`${code} ${stderr}`).toMatch(new RegExp(`^1 [\\s\\S]*${text}`));
    }
    expect(calls().filter(({ args }) => args.includes("apply"))).toEqual([]);
  });

  it("never takes itself for terraform", async () => {
    const { FLEETWRIGHT_TERRAFORM_BINARY: _, ...rest } = env;
    const circle = await run(["version"], { env: { ...rest, FLEETWRIGHT_TERRAFORM_BINARY: standIn } });
    expect(circle.code).toBe(1);
    expect(circle.stderr).toContain("TERRAFORM_IS_STAND_IN");
    const none = await run(["version"], {
      env: { ...env, FLEETWRIGHT_TERRAFORM_BINARY: "/nowhere/terraform" },
    });
    expect(none.stderr).toContain("TERRAFORM_NOT_FOUND");
  });
});

const emptyPlan = {
  format_version: "1.2",
  terraform_version: "1.11.4",
  planned_values: { root_module: {} },
  resource_changes: [],
  configuration: { root_module: {} },
  applyable: true,
  complete: true,
  errored: false,
};
