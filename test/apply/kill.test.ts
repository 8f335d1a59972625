import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAwsSession } from "../../modules/aws/index.js";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { stateObjects } from "../../modules/state/index.js";
import { stopAtJournalLine } from "../_helpers/journal-stop.js";
import { SPEED } from "../_helpers/sandbox-calls.js";
import { stackConfiguration, type WantedStack } from "../_helpers/stack-configuration.js";
import { changesOf, stackRun } from "../_helpers/stack-run.js";

const before: WantedStack = { groups: ["a", "b", "d"] };
/** An update of template and group, a delete, a create and a replacement. */
const after: WantedStack = {
  groups: ["a", "c", "d"],
  own: { a: { volumeSize: 60, labels: { role: "batch" } }, d: { instanceTypes: ["m5.xlarge"] } },
};
/** What the change does, each effect once. */
const EFFECTS = [
  "CreateLaunchTemplate",
  "CreateLaunchTemplateVersion",
  "CreateNodegroup",
  "CreateNodegroup",
  "DeleteLaunchTemplate",
  "DeleteNodegroup",
  "DeleteNodegroup",
  "ModifyLaunchTemplate",
  "UpdateNodegroupConfig",
  "UpdateNodegroupVersion",
];
/** The header, and three lines for each effect. */
const LINES = 1 + 3 * EFFECTS.length;

const root = mkdtempSync(join(tmpdir(), "fleetwright-kill-"));
const start = join(root, "start");

async function world(file: string): Promise<Sandbox> {
  return startSandbox({
    port: PORT,
    clock: { factor: SPEED },
    worldFile: file,
    seed: {
      defaults: { region: "us-east-1", account: "123456789012" },
      clusters: [
        {
          name: "demo",
          version: "1.32",
          subnets: { a: "subnet-a", b: "subnet-b", c: "subnet-c", d: "subnet-d" },
        },
      ],
    },
  });
}

const WAIVED = ["FW-REPLACE-003"];
const PORT = 20_000 + (process.pid % 20_000);
const endpoint = `http://127.0.0.1:${PORT}`;

function deployAndKill(directory: string, moment: Moment, line: number): Promise<NodeJS.Signals | null> {
  const script = join(__dirname, "../_helpers/deploy-child.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, directory, moment, String(line)], {
    cwd: join(__dirname, "../.."),
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((resolve) => child.once("exit", (_code, signal) => resolve(signal)));
}

/** The same without a process of its own: at that line everything stands still for ever. */
function deployAndStop(directory: string, moment: Moment, line: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const unhook = stopAtJournalLine(moment, line, () => {
      unhook();
      resolve();
      return new Promise(() => undefined);
    });
    const deploy = stackRun(directory, createAwsSession()).deployWithJournal({
      parallelism: 1,
      waive: WAIVED,
    });
    deploy.then(() => reject(new Error("the deploy came to its end")), reject);
  });
}

type Moment = "before" | "after";

describe("a deploy that is killed", () => {
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  beforeAll(async () => {
    const directory = join(start, "stack");
    mkdirSync(directory, { recursive: true });
    const sandbox = await world(join(start, "world.json"));
    const stack = stackRun(directory, createAwsSession());
    stack.configure(stackConfiguration({ ...before, endpoint }));
    expect((await stack.deploy({ waive: WAIVED })).summary.failed).toEqual([]);
    await sandbox.close();
  });

  const points: readonly (readonly [Moment, number])[] = [
    ...Array.from({ length: LINES }, (_, index) => ["before", index + 1] as const),
    // After a begin is written and before the call is sent; the other lines' after is the next one's before.
    ...EFFECTS.map((_, index) => ["after", 2 + 3 * index] as const),
  ];
  // Starting a process takes seconds: a few points by default, all of them with FLEETWRIGHT_KILL_ALL=1.
  const killed = points.filter((_, index) => process.env.FLEETWRIGHT_KILL_ALL === "1" || index % 9 === 3);

  it.each(points)(
    "%s line %i of its journal is gone on with, and every effect happens once",
    async (moment, line) => {
      await expectExactlyOnce(`stop-${moment}-${line}`, (directory) =>
        deployAndStop(directory, moment, line),
      );
    },
  );

  it.each(killed)("with SIGKILL, %s line %i, is gone on with likewise", async (moment, line) => {
    await expectExactlyOnce(`kill-${moment}-${line}`, async (directory) => {
      expect(await deployAndKill(directory, moment, line)).toBe("SIGKILL");
    });
  });
});

async function expectExactlyOnce(
  name: string,
  interrupt: (directory: string) => Promise<void>,
): Promise<void> {
  const folder = join(root, name);
  cpSync(start, folder, { recursive: true });
  const directory = join(folder, "stack");
  const sandbox = await world(join(folder, "world.json"));
  try {
    const stack = stackRun(directory, createAwsSession());
    stack.configure(stackConfiguration({ ...after, endpoint }));
    await interrupt(directory);
    const summary =
      (await stack.resume({ waive: WAIVED })) ?? (await stack.deployWithJournal({ waive: WAIVED }));
    expect(summary.failed).toEqual([]);
    const effects = sandbox.callLog
      .entries()
      .filter(({ operation, status }) => status < 400 && !/^(Describe|List|Get)/.test(operation))
      .map(({ operation }) => operation);
    // A call whose answer was lost is sent again under the same token: it counts once.
    expect([...new Set(effects)].sort()).toEqual([...new Set(EFFECTS)].sort());
    expect(changesOf((await stack.plan()).plan)).toEqual({});
    const state = await stack.backend.read();
    const managed = stateObjects(state ?? { ...(await Promise.reject(new Error("no state"))) }).filter(
      ({ resource }) => resource.mode === "managed",
    );
    expect(managed.map(({ address, instance }) => [address, instance.deposed, instance.status])).toEqual(
      ["aws_eks_node_group", "aws_launch_template"].flatMap((type) =>
        ["a", "c", "d"].map((name) => [`${type}.${name}`, undefined, undefined]),
      ),
    );
    expect(liveNames(sandbox)).toEqual(
      managed
        .map(({ instance: { attributes } }) => String(attributes.node_group_name ?? attributes.name))
        .sort(),
    );
  } finally {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The names of all node groups and of all templates that are not EKS's own. */
function liveNames(sandbox: Sandbox): readonly string[] {
  const groups = [...sandbox.world.tables.nodegroups.values()].map(({ name }) => name);
  const templates = [...sandbox.world.tables.launchTemplates.values()].map(({ name }) => name);
  return [...groups, ...templates.filter((name) => !name.startsWith("eks-"))].sort();
}
