import {
  deniedSteps,
  describeStep,
  judgeRollout,
  parseRolloutDefinition,
  planRollout,
  type RolloutPlan,
} from "../../modules/rollout/index.js";
import { ModelFleet } from "../_helpers/model-fleet.js";

const zones = ["eu-central-1a", "eu-central-1b"];

function stagesOf(plan: RolloutPlan, cluster: string): { stage: string; steps: string[] }[] {
  for (const wave of plan.waves) {
    const found = wave.clusters.find(({ name }) => name === cluster);
    if (found !== undefined) {
      return found.stages.map(({ name, steps }) => ({
        stage: name,
        steps: steps.map(({ step }) => describeStep(step)),
      }));
    }
  }
  return [];
}

describe("a Kubernetes upgrade", () => {
  const definition = parseRolloutDefinition({ waves: [{ name: "all", clusters: "all" }] });

  it("takes control plane, add-ons, then groups zone by zone, minor by minor", () => {
    const fleet = new ModelFleet({
      clusters: [{ name: "prod", groups: 4, zones, addons: { "vpc-cni": "v1.31.0" } }],
    });
    const plan = planRollout(definition, fleet.facts(), { kind: "kubernetes", version: "1.33" });
    expect(stagesOf(plan, "prod").map(({ stage }) => stage)).toEqual([
      "control plane to 1.32",
      "add-ons for 1.32",
      "groups to 1.32 in eu-central-1a",
      "groups to 1.32 in eu-central-1b",
      "control plane to 1.33",
      "add-ons for 1.33",
      "groups to 1.33 in eu-central-1a",
      "groups to 1.33 in eu-central-1b",
    ]);
    expect(stagesOf(plan, "prod")[2]?.steps).toEqual([
      "node group prod-g0 to 1.32.1-20260301",
      "node group prod-g2 to 1.32.1-20260301",
    ]);
    expect(plan.totals).toMatchObject({ clusters: 1, groups: 8, nodes: 16 });
  });

  it("levels groups that lag before the control plane moves", () => {
    const fleet = new ModelFleet({ clusters: [{ name: "prod", groups: 2, groupVersion: "1.30" }] });
    const plan = planRollout(definition, fleet.facts(), { kind: "kubernetes", version: "1.32" });
    expect(stagesOf(plan, "prod").map(({ stage }) => stage)).toEqual([
      "level groups at 1.31 in eu-central-1a",
      "control plane to 1.32",
      "groups to 1.32 in eu-central-1a",
    ]);
  });

  it("leaves out, and names, what cannot be taken there", () => {
    const fleet = new ModelFleet({
      clusters: [{ name: "ahead", version: "1.34" }, { name: "there", version: "1.33" }, { name: "behind" }],
    });
    const plan = planRollout(definition, fleet.facts(), { kind: "kubernetes", version: "1.33" });
    expect(plan.unchanged).toEqual(["there"]);
    expect(plan.problems).toMatchObject([{ code: "ROLLOUT_NO_WAY_BACK", address: "ahead" }]);
    expect(plan.waves[0]?.clusters.map(({ name }) => name)).toEqual(["behind"]);
  });
});

describe("an AMI release", () => {
  const definition = parseRolloutDefinition({
    maxConcurrentClusters: 2,
    maxConcurrentGroups: 3,
    zones: "together",
    waves: [
      { name: "canary", clusters: { names: ["*-canary"] } },
      { name: "production", clusters: { labels: { stage: ["production"] } }, soak: "1h" },
    ],
  });

  it("goes to the groups that are behind, in the waves that select their clusters", () => {
    const fleet = new ModelFleet({
      clusters: [
        { name: "prod-1", labels: { stage: "production" }, groups: 3 },
        { name: "prod-2", labels: { stage: "production" }, groups: 3 },
        { name: "eu-canary", labels: { stage: "production" }, groups: 1 },
        { name: "lab" },
      ],
    });
    fleet.group("prod-1-g0").releaseVersion = "1.31.1-20260301";
    fleet.group("prod-1-g1").releaseVersion = "1.31.9-20260401";
    const plan = planRollout(definition, fleet.facts(), { kind: "release", releases: null });
    expect(plan.waves.map(({ clusters }) => clusters.map(({ name }) => name))).toEqual([
      ["eu-canary"],
      ["prod-1", "prod-2"],
    ]);
    expect(stagesOf(plan, "prod-1")).toEqual([
      { stage: "AMI release", steps: ["node group prod-1-g2 to 1.31.1-20260301"] },
    ]);
    expect(plan.unassigned).toEqual(["lab"]);
    expect(plan.waves[1]?.totals).toEqual({ clusters: 2, steps: 4, groups: 4, nodes: 8, surge: 8 });
  });

  it("is estimated with concurrency and soak, and with windows where the start is known", () => {
    const fleet = new ModelFleet({
      clusters: [{ name: "prod-1", labels: { stage: "production" }, groups: 3 }],
    });
    const durations = { clusterVersion: [], addon: [], nodeGroupPerBatch: [300, 300, 300, 300, 300] };
    const target = { kind: "release", releases: null } as const;
    const plan = planRollout(definition, fleet.facts(), target, { durations });
    // Two batches of 300 s, three groups at once, then an hour.
    expect(plan.waves[1]?.expected).toEqual({ low: 600, high: 600 });
    expect(plan.expected).toEqual({ low: 4_200, high: 4_200 });
    const windowed = parseRolloutDefinition({
      windows: { timeZone: "UTC", open: [{ from: "10:00", to: "11:00" }] },
      waves: [{ name: "all", clusters: "all" }],
    });
    const startsAt = Date.parse("2026-03-02T10:50:00Z");
    const later = planRollout(windowed, fleet.facts(), target, { durations, startsAt });
    // 10:50, then the window is closed at 11:00: the two others on the next day.
    expect(new Date(later.finishes?.high ?? 0).toISOString()).toBe("2026-03-03T10:20:00.000Z");
  });
});

describe("judging a rollout", () => {
  it("asks about every step as the cluster will be by then", async () => {
    const fleet = new ModelFleet({ clusters: [{ name: "prod", groups: 2 }] });
    const definition = parseRolloutDefinition(undefined);
    const plan = planRollout(definition, fleet.facts(), { kind: "kubernetes", version: "1.33" });
    const seen: string[] = [];
    const judged = await judgeRollout(
      plan,
      fleet.facts(),
      async ({ live, plans }) => {
        const [cluster] = Object.values(live.clusters);
        const changes = Object.values(plans.stacks).flatMap((stack) => stack.resource_changes ?? []);
        const changed = changes.filter(({ change }) => change.actions[0] === "update");
        seen.push(`${cluster?.version}: ${changed.map(({ type, name }) => `${type}.${name}`).join(" ")}`);
        const allowed = cluster?.version !== "1.32" || !seen.at(-1)?.includes("cluster");
        return {
          allowed,
          findings: [],
          notDecided: [],
          bundleDigest: "",
          parametersDigest: "",
          stacks: {},
          judgedAt: "",
          failOn: "deny",
          counts: { deny: 0, warn: 0, info: 0, waived: 0, notDecided: 0 },
        };
      },
      { startsAt: 0 },
    );
    expect(seen).toEqual([
      "1.31: aws_eks_cluster.cluster",
      "1.32: aws_eks_node_group.prod-g0",
      "1.32: aws_eks_node_group.prod-g1",
      "1.32: aws_eks_cluster.cluster",
      "1.33: aws_eks_node_group.prod-g0",
      "1.33: aws_eks_node_group.prod-g1",
    ]);
    expect(deniedSteps(judged).map(({ step }) => describeStep(step))).toEqual(["control plane to 1.33"]);
  });
});
