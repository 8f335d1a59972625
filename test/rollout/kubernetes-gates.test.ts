import { z } from "zod";
import type { KubernetesDefinition } from "../../modules/rollout/index.js";
import type { Sandbox } from "../../modules/sandbox/index.js";
import { askKubernetes, deployWorkload, limitDisruptions } from "../_helpers/kubernetes-objects.js";
import { type RolloutTrial, startTrial, type TrialOptions } from "../_helpers/rollout-trial.js";

const look: KubernetesDefinition = { look: "when-reachable", kubeconfig: null, context: "" };

/** One cluster with one group of two nodes, whose Kubernetes API is the sandbox's. */
const options: TrialOptions = {
  clusters: 1,
  waveOf: () => "all",
  groupsPerZone: 1,
  zones: ["eu-central-1a"],
  nodes: 2,
  speed: 1_500,
  target: { kind: "release", releases: null },
  definition: {
    health: { pendingPods: "10m", nodesReadyWithin: "5m" },
    waves: [{ name: "all", clusters: "all" }],
  },
  kubernetes: look,
};

async function withTrial(over: Partial<TrialOptions>, body: (trial: RolloutTrial) => Promise<void>) {
  const trial = await startTrial({ ...options, ...over });
  try {
    await body(trial);
  } finally {
    await trial.close();
  }
}

const updatesOf = (trial: RolloutTrial) =>
  trial.sandbox.callLog.entries({ operation: "UpdateNodegroupVersion" }).length;

const tightBudget = async (sandbox: Sandbox) => {
  await deployWorkload(sandbox, "c0000", { namespace: "shop", name: "cart", replicas: 2 });
  await limitDisruptions(sandbox, "c0000", { namespace: "shop", name: "cart", app: "cart", minAvailable: 2 });
};

async function labelNodes(sandbox: Sandbox, cluster: string, labels: object): Promise<void> {
  const { items } = nodeList.parse(await askKubernetes(sandbox, cluster, "GET", "/api/v1/nodes"));
  for (const { metadata } of items) {
    await askKubernetes(sandbox, cluster, "PATCH", `/api/v1/nodes/${metadata.name}`, {
      metadata: { labels },
    });
  }
}

const nodeList = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) });

describe("a rollout that looks at the cluster's own Kubernetes API", () => {
  it("finds a disruption budget that would block, names its pods, and starts nothing before it is loosened", async () => {
    await withTrial({ prepare: tightBudget }, async (trial) => {
      expect(trial.plan.disruptions).toEqual({
        unseen: [],
        blocking: [
          expect.objectContaining({
            cluster: "c0000",
            nodeGroup: "c0000-a-a",
            namespace: "shop",
            name: "cart",
            pods: [expect.stringMatching(/^cart-/), expect.stringMatching(/^cart-/)],
          }),
        ],
      });
      expect(await trial.run()).toMatchObject({ kind: "left" });
      expect(updatesOf(trial)).toBe(0);
      const [problem] = await trial.problems();
      expect(problem).toMatch(/^c0000: disruption budget shop\/cart would block node group c0000-a-a/);
      const { events } = await trial.record();
      const failed = events.find((event) => event.type === "step-failed");
      expect(failed?.type === "step-failed" && failed.diagnostics[0]?.detail).toMatch(
        /allows no eviction of cart-\S+, cart-\S+: EKS would give up after 15 minutes/,
      );
      await trial.resume();
      const waiver = {
        rule: "FW-ROLLOUT-001",
        scope: { cluster: "c0000" },
        owner: "shop",
        reason: "agreed with the shop",
        expires: "2026-12-31",
      };
      expect(await trial.run({ waivers: [waiver] })).toMatchObject({ result: { outcome: "completed" } });
      expect(
        trial.sandbox.callLog.entries({ operation: "UpdateNodegroupVersion" })[0]?.request,
      ).toMatchObject({
        force: true,
      });
    });
  }, 120_000);

  it("does not begin where pods have been pending for too long already", async () => {
    const prepare = async (sandbox: Sandbox) => {
      await deployWorkload(sandbox, "c0000", {
        namespace: "ml",
        name: "train",
        replicas: 1,
        nodes: { gpu: "yes" },
      });
      sandbox.clock.advance(1_200);
    };
    await withTrial({ prepare }, async (trial) => {
      expect(await trial.run()).toMatchObject({ kind: "left" });
      expect(updatesOf(trial)).toBe(0);
      expect((await trial.problems())[0]).toMatch(
        /does not begin, as 1 pod has been pending for more than 10m: ml\/train-/,
      );
    });
  }, 120_000);

  it("stops the wave when pods pend after a step, and goes on when they run", async () => {
    await withTrial({ clusters: 2 }, async (trial) => {
      // The nodes that fit go with the update: the new ones lack what somebody had put on by hand.
      await labelNodes(trial.sandbox, "c0000", { disk: "fast" });
      await deployWorkload(trial.sandbox, "c0000", {
        namespace: "shop",
        name: "db",
        replicas: 1,
        nodes: { disk: "fast" },
      });
      expect(await trial.run()).toMatchObject({ kind: "left" });
      expect((await trial.problems())[0]).toMatch(
        /^c0000: after node group c0000-a-a to \S+ 1 pod has been pending for more than 10m: shop\/db-/,
      );
      expect(updatesOf(trial)).toBe(1);
      await labelNodes(trial.sandbox, "c0000", { disk: "fast" });
      await trial.resume();
      expect(await trial.run()).toMatchObject({ result: { outcome: "completed" } });
      expect(updatesOf(trial)).toBe(2);
    });
  }, 120_000);

  it("stops the wave when a node does not become Ready", async () => {
    // Slow enough for a loaded machine to see the update while it runs.
    await withTrial({ speed: 150 }, async (trial) => {
      const instances = trial.sandbox.world.tables.instances;
      const outcome = await trial.run({
        onEvent: (event) => {
          if (event.type !== "step-progress" || !["upgrade", "scale down"].includes(event.phase)) return;
          for (const instance of [...instances.values()]) {
            const fresh = instance.state === "running" && instance.cordoned !== true;
            if (fresh) instances.put({ ...instance, ready: false });
          }
        },
      });
      expect(outcome).toMatchObject({ kind: "left" });
      expect((await trial.problems())[0]).toMatch(
        /nodes? (is|are) not Ready with the new version: ip-\S+ \(KubeletNotReady/,
      );
    });
  }, 120_000);

  it("says that it cannot look, and goes on by EKS's word; or stops, where it is required to", async () => {
    const kubernetes = { ...look, kubeconfig: "/nowhere/config", context: "{cluster}" };
    await withTrial({ kubernetes }, async (trial) => {
      expect(trial.plan.disruptions.unseen).toEqual([
        {
          cluster: "c0000",
          reason: expect.stringContaining("The kubeconfig /nowhere/config cannot be read"),
        },
      ]);
      expect(await trial.run()).toMatchObject({ result: { outcome: "completed" } });
      const { events } = await trial.record();
      expect(events.filter(({ type }) => type === "kubernetes-unseen")).toHaveLength(1);
    });
    const definition = { ...options.definition, health: { kubernetes: "required" } };
    await withTrial({ kubernetes, definition }, async (trial) => {
      expect(await trial.run()).toMatchObject({ kind: "left" });
      expect(updatesOf(trial)).toBe(0);
      expect((await trial.problems())[0]).toContain("the Kubernetes API must be looked at");
    });
  }, 120_000);

  it("tells that the autoscaler has moved sizes since, and goes on with them as they are", async () => {
    await withTrial({}, async (trial) => {
      await fetch(`${trial.sandbox.url}/_sandbox/autoscale`, {
        method: "POST",
        body: JSON.stringify({ cluster: "c0000", nodegroup: "c0000-a-a", desired: 4, seen: true }),
      });
      trial.sandbox.clock.advance(300);
      expect(await trial.run()).toMatchObject({ result: { outcome: "completed" } });
      const { events } = await trial.record();
      expect(events).toContainEqual(
        expect.objectContaining({ type: "step-drift", differences: ["desired size is 4, not 2"] }),
      );
      const group = [...trial.sandbox.world.tables.nodegroups.values()][0];
      expect(group?.scaling.desiredSize).toBe(4);
    });
  }, 120_000);
});
