import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { bundledProgram } from "../_helpers/bundled-program.js";
import { describeWith } from "../_helpers/live-tools.js";
import { startInTerminal } from "../_helpers/pseudo-terminal.js";
import { SPEED } from "../_helpers/sandbox-calls.js";
import { stackConfiguration } from "../_helpers/stack-configuration.js";

const QUESTION = [
  "Do you want to perform these actions?",
  "  Fleetwright will perform the actions described above.",
  "  Only 'yes' will be accepted to approve.",
  "",
  "  Enter a value: ",
].join("\r\n");

describeWith("pty", "a deploy that asks at a terminal", () => {
  let sandbox: Sandbox;
  let directory: string;
  let program: string;

  beforeAll(async () => {
    program = await bundledProgram("modules/cli/bin.ts");
  }, 60_000);

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "fleetwright-terminal-"));
    mkdirSync(join(directory, "nodes"));
    writeFileSync(
      join(directory, "nodes/main.tf.json"),
      JSON.stringify(stackConfiguration({ groups: ["a"] })),
    );
    sandbox = await startSandbox({
      clock: { factor: SPEED / 20 },
      seed: {
        defaults: { region: "us-east-1", account: "123456789012" },
        clusters: [{ name: "demo", version: "1.32", subnets: { a: "subnet-a" } }],
      },
    });
  });

  afterEach(async () => {
    await sandbox.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const deploy = (...argv: readonly string[]) => {
    const { CI: _, FLEETWRIGHT_IN_AUTOMATION: __, ...outer } = process.env;
    const env = {
      ...outer,
      TERM: "xterm",
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    const command = [process.execPath, program, "deploy", "-configuration=nodes", ...argv];
    return startInTerminal(command, { cwd: directory, env });
  };
  const changes = () => sandbox.callLog.entries().filter(({ changed }) => changed).length;

  it("asks in Terraform's words, and shows what goes on once the answer is yes", async () => {
    const terminal = deploy();
    await terminal.shows(QUESTION);
    expect(changes()).toBe(0);
    terminal.type("yes\n");
    const { code, screen } = await terminal.ended;
    expect(code).toBe(0);
    expect(screen).toContain("Apply complete! Resources: 2 added, 0 changed, 0 destroyed.");
    // The line at the bottom that is drawn again and again.
    expect(screen).toMatch(/ {2}aws_eks_node_group\.a: Still creating\.\.\. \[\d+s elapsed\] CREATING/);
  });

  it.each(["y", "YES", "no", ""])("takes %j for no", async (answer) => {
    const terminal = deploy();
    await terminal.shows(QUESTION);
    terminal.type(`${answer}\n`);
    const { code, screen } = await terminal.ended;
    expect(code).toBe(1);
    expect(screen).toContain("Apply cancelled.");
    expect(changes()).toBe(0);
  });

  it("does nothing after Ctrl-C at the question, and gives the lock back", async () => {
    const terminal = deploy();
    await terminal.shows(QUESTION);
    terminal.type("\u0003");
    const { code, screen } = await terminal.ended;
    expect(code).toBe(130);
    expect(screen).toContain("Apply cancelled.");
    expect(changes()).toBe(0);
    expect((await deploy("-auto-approve").ended).code).toBe(0);
  });
});
