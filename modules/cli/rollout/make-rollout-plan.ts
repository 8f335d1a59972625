import { FleetwrightError } from "../../diagnostics/index.js";
import type { Fleet } from "../../fleet/index.js";
import {
  type ClusterFacts,
  type FleetFacts,
  judgeRollout,
  learnDurations,
  planRollout,
  type RolloutEngine,
  type RolloutPlan,
  type RolloutTarget,
  timedSteps,
} from "../../rollout/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { RolloutPlanFlags } from "../commands/rollout-command.js";
import { type PlannedStack, planStacks } from "../workflow/plan-stacks.js";
import { synthesize } from "../workflow/synthesize.js";
import { requestFor, silentListener } from "./changes-actions.js";
import { openRolloutFleet, type RolloutFleet } from "./open-fleet.js";
import { readFleetFacts } from "./read-fleet-facts.js";

export interface MadeRolloutPlan {
  readonly rolloutFleet: RolloutFleet;
  readonly plan: RolloutPlan;
  readonly title: string;
}

/** Reads what is live, plans the rollout, and has every step judged as it will be by then. */
export async function makeRolloutPlan(
  flags: RolloutPlanFlags,
  engine: RolloutEngine,
  environment: CliEnvironment,
): Promise<MadeRolloutPlan> {
  const target = targetOf(flags);
  const rolloutFleet = await openRolloutFleet(flags, environment);
  const facts = await factsFor(target, rolloutFleet, flags, environment);
  const startsAt = environment.now().getTime();
  const durations = learnDurations(await pastSteps(engine));
  const plan = planRollout(rolloutFleet.definition, facts, target, { startsAt, durations });
  const judged = await judgeRollout(plan, facts, rolloutFleet.judge, { startsAt });
  return { rolloutFleet, plan: judged, title: flags.title ?? titleOf(target) };
}

function targetOf(flags: RolloutPlanFlags): RolloutTarget {
  if (flags.kubernetesVersion !== undefined) {
    if (flags.release.length > 0) throw badTarget("Give -kubernetes-version or -release, not both.");
    return { kind: "kubernetes", version: flags.kubernetesVersion };
  }
  if (flags.release.length === 0) return { kind: "planned-changes" };
  if (flags.release.includes("latest")) return { kind: "release", releases: null };
  const pairs = flags.release.map((pair): [string, string] => {
    const [amiType = "", release = ""] = pair.split("=");
    if (release === "") throw badTarget(`-release ${pair}: give latest, or AMITYPE=RELEASE.`);
    return [amiType, release];
  });
  return { kind: "release", releases: Object.fromEntries(pairs) };
}

async function factsFor(
  target: RolloutTarget,
  { clusters, fleet, kubernetes }: RolloutFleet,
  flags: RolloutPlanFlags,
  environment: CliEnvironment,
): Promise<FleetFacts> {
  const minorsOf = (live: readonly ClusterFacts[]): readonly string[] => {
    const minors = live.flatMap(({ version, nodeGroups }) => [
      version,
      ...nodeGroups.map((group) => group.version ?? version),
    ]);
    return target.kind === "kubernetes" ? minorsBetween(minors, target.version) : [...new Set(minors)].sort();
  };
  const facts = await readFleetFacts(clusters, minorsOf, kubernetes);
  if (target.kind !== "planned-changes") return facts;
  const { stacks } = await synthesize(flags, environment);
  const planned = await planStacks(stacks, requestFor([], environment), environment, silentListener);
  const adopted = planned.filter(adoptsWithoutState);
  if (adopted.length > 0) throw noState(adopted.map(({ name }) => name));
  const plans = new Map(planned.map(({ name, plan }) => [name, plan]));
  return {
    ...facts,
    clusters: facts.clusters.map((each) => ({
      ...each,
      plan: plans.get(each.stack) ?? null,
      plannedZones: zonesOf(fleet, each.name),
    })),
  };
}

function zonesOf(fleet: Fleet, cluster: string): { readonly [address: string]: string } {
  const members =
    fleet.clusters.find(({ name }) => name === cluster)?.nodeGroups.flatMap((group) => group.members) ?? [];
  return Object.fromEntries(
    members.flatMap(({ resourceName, zone }) =>
      zone === null ? [] : [[`aws_eks_node_group.${resourceName}`, zone]],
    ),
  );
}

/**
 * Without a state live objects are found by their names; but the first step's apply writes a state with that step's
 * objects only, and from then on all others would look new.
 */
function adoptsWithoutState({ input, plan }: PlannedStack): boolean {
  return (
    input.state === null &&
    (plan.resource_changes ?? []).some(({ mode, change }) => mode === "managed" && change.before !== null)
  );
}

function noState(stacks: readonly string[]): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "ROLLOUT_NO_STATE",
      summary: `There is no Terraform state yet of ${stacks.join(", ")}`,
      detail:
        "Planned changes are made step by step, and what a step leaves out must already stand in the state. Deploy these clusters once, or import what is live, before rolling changes over them. Kubernetes and AMI release rollouts need no state.",
    },
  ]);
}

/** All minors from the oldest that there is to the target. */
function minorsBetween(live: readonly string[], target: string): readonly string[] {
  const numbers = [...live, target].map((version) => Number(version.split(".")[1])).filter(Number.isInteger);
  const from = Math.min(...numbers);
  const to = Math.max(...numbers);
  return Array.from({ length: to - from + 1 }, (_, index) => `1.${from + index}`);
}

async function pastSteps(engine: RolloutEngine): ReturnType<typeof allTimedSteps> {
  return allTimedSteps(engine, (await engine.list()).slice(0, 10));
}

async function allTimedSteps(engine: RolloutEngine, rollouts: readonly { readonly id: string }[]) {
  const records = await Promise.all([...rollouts].reverse().map(({ id }) => engine.read(id)));
  return records.flatMap(timedSteps);
}

function titleOf(target: RolloutTarget): string {
  switch (target.kind) {
    case "kubernetes":
      return `Kubernetes ${target.version}`;
    case "release":
      return target.releases === null ? "newest AMI releases" : "AMI releases";
    case "planned-changes":
      return "planned changes";
  }
}

function badTarget(detail: string): FleetwrightError {
  return new FleetwrightError("user", [
    { severity: "error", code: "ROLLOUT_TARGET", summary: "What the rollout leads to is not clear", detail },
  ]);
}
