import { Command } from "commander";
import { booleanOption, collect } from "../arguments/boolean-option.js";
import type { CommandContext } from "../command-context.js";

/** Where rollouts are kept: files of a directory, or a database that several runners share. */
export interface RolloutPlaceFlags {
  readonly directory: string;
  readonly database?: string;
}

export interface RolloutPlanFlags extends RolloutPlaceFlags {
  readonly fleet: readonly string[];
  readonly cluster: readonly string[];
  readonly kubernetesVersion?: string;
  readonly release: readonly string[];
  readonly details: boolean;
  readonly json: boolean;
  readonly autoApprove: boolean;
  readonly input: boolean;
  readonly wait: boolean;
  readonly title?: string;
}

export interface RolloutRunFlags extends RolloutPlaceFlags {
  readonly fleet: readonly string[];
  readonly cluster: readonly string[];
  readonly json: boolean;
  readonly wait: boolean;
  readonly reason?: string;
  readonly wave?: string;
  readonly watch: boolean;
  readonly format: "markdown" | "json";
}

export function rolloutCommand({ environment, exit }: CommandContext): Command {
  const rollout = new Command("rollout")
    .summary("waves over many clusters")
    .description(
      "Rolls a fleet wave by wave as the fleet file's `rollout` section says, stops when health degrades, and goes on where it was when its runner dies.",
    );
  const named = (name: string, description: string): Command =>
    place(
      new Command(name)
        .description(description)
        .argument("[id]", "the rollout; the newest that is not finished"),
    );

  const plan = targets(place(new Command("plan"))).description(
    "Shows waves, clusters, steps, nodes, surge, expected durations, and the policies' verdict on every step as it will be then.",
  );
  booleanOption(plan, "details", "every step, not only every cluster", false);
  plan.action(async (flags: RolloutPlanFlags) => {
    const { runRolloutPlan } = await import("../rollout/run-rollout-plan.js");
    exit(await runRolloutPlan(flags, environment));
  });

  const start = targets(place(new Command("start"))).description(
    "Plans, shows the plan, asks, and runs the rollout until it ends or waits for somebody.",
  );
  booleanOption(start, "auto-approve", "do not ask", false);
  booleanOption(start, "input", "never ask", true);
  booleanOption(start, "details", "every step, not only every cluster", false);
  waiting(start).option("--title <text>", "what the rollout is for");
  start.action(async (flags: RolloutPlanFlags) => {
    const { runRolloutStart } = await import("../rollout/run-rollout-start.js");
    exit(await runRolloutStart(flags, environment));
  });

  const resume = waiting(
    fleetFlags(
      named("resume", "Goes on: after a pause, a stop, or with a runner in place of one that is gone."),
    ),
  ).option("--reason <text>", "why, for the history");
  resume.action(async (id: string | undefined, flags: RolloutRunFlags) => {
    const { runRolloutResume } = await import("../rollout/run-rollout-start.js");
    exit(await runRolloutResume(id, flags, environment));
  });

  for (const [command, description] of [
    ["pause", "Lets what runs end and begins nothing more, until resumed."],
    ["abort", "Lets what runs end, as EKS cannot stop an update half-way, and ends the rollout."],
    ["approve", "Lets a wave begin that waits for approval."],
  ] as const) {
    const said = named(command, description).option("--reason <text>", "why, for the history");
    if (command === "approve") said.requiredOption("--wave <name>", "the wave that is approved");
    said.action(async (id: string | undefined, flags: RolloutRunFlags) => {
      const { runRolloutControl } = await import("../rollout/run-rollout-control.js");
      exit(await runRolloutControl(command, id, flags, environment));
    });
    rollout.addCommand(said);
  }

  const status = json(
    named("status", "Shows waves, clusters, groups and nodes, what runs and how long it takes."),
  );
  booleanOption(status, "watch", "stay, and show it as it changes", false);
  status.action(async (id: string | undefined, flags: RolloutRunFlags) => {
    const { runRolloutStatus } = await import("../rollout/run-rollout-status.js");
    exit(await runRolloutStatus(id, flags, environment));
  });

  const history = json(place(new Command("history"))).description("Lists rollouts, newest first.");
  history.action(async (flags: RolloutRunFlags) => {
    const { runRolloutHistory } = await import("../rollout/run-rollout-status.js");
    exit(await runRolloutHistory(flags, environment));
  });

  const report = named(
    "report",
    "Who, when, what, verdicts, waivers, durations: a rollout's history as a document.",
  ).option("--format <format>", "markdown or json", "markdown");
  report.action(async (id: string | undefined, flags: RolloutRunFlags) => {
    const { runRolloutReport } = await import("../rollout/run-rollout-status.js");
    exit(await runRolloutReport(id, flags, environment));
  });

  const worker = json(fleetFlags(place(new Command("worker")))).description(
    "Works on the rollouts of a database, beside other runners, until interrupted.",
  );
  worker.action(async (flags: RolloutRunFlags) => {
    const { runRolloutWorker } = await import("../rollout/run-rollout-start.js");
    exit(await runRolloutWorker(flags, environment));
  });

  for (const command of [plan, start, resume, status, history, report, worker]) rollout.addCommand(command);
  return rollout;
}

function place(command: Command): Command {
  return command
    .option("--directory <dir>", "where rollouts are kept", ".fleetwright/rollouts")
    .option(
      "--database <url>",
      "PostgreSQL database that several runners share (FLEETWRIGHT_ROLLOUT_DATABASE)",
    );
}

function fleetFlags(command: Command): Command {
  return command
    .option("--fleet <path>", "fleet file or directory; may be given several times", collect, [])
    .option("--cluster <name>", "only this cluster; may be given several times", collect, []);
}

function targets(command: Command): Command {
  fleetFlags(command)
    .option(
      "--kubernetes-version <minor>",
      "take control planes, add-ons and node groups to this minor, e.g. 1.33",
    )
    .option(
      "--release <release>",
      "take node groups to the newest AMI release of their minor: latest, or AMITYPE=RELEASE; may be given several times",
      collect,
      [],
    );
  return json(command);
}

function waiting(command: Command): Command {
  return booleanOption(json(command), "wait", "stay while somebody has to approve or resume", false);
}

function json(command: Command): Command {
  return command.options.some(({ long }) => long === "--json")
    ? command
    : booleanOption(command, "json", "JSON: one document, or one event a line", false);
}
