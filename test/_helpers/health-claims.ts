import { ended } from "./rollout-host.js";
import type { EngineHost } from "./workflow-claims.js";
import { clusters, diagnostics, starts, wave } from "./workflow-claims.js";

/** What health gates do, whatever engine runs the workflow. */
export function healthClaims({ fleetOf, hostOf }: EngineHost): void {
  describe("health gates", () => {
    const one = (settings: object = {}) => ({ waves: [wave("production")], ...settings });

    it("name the disruption budget and the pods that would block, before anything starts", async () => {
      const fleet = fleetOf({ clusters: clusters(1, "production", 1) });
      fleet.kubernetes.set("production-0-g0", {
        blockingBudgets: [
          { namespace: "shop", name: "cart", why: "no-disruption-allowed", pods: ["cart-7f9", "cart-8aa"] },
        ],
      });
      const host = await hostOf(fleet, one());
      expect((await host.run()).kind).toBe("left");
      expect(starts(fleet)).toEqual([]);
      expect(diagnostics(host.events)).toEqual([
        "production-0: disruption budget shop/cart would block node group production-0-g0 to 1.31.1-20260301",
      ]);
      fleet.waivers = [
        {
          rule: "FW-ROLLOUT-001",
          scope: { cluster: "production-*" },
          owner: "shop",
          reason: "single replica",
          expires: "2026-12-31",
        },
      ];
      await host.say("resume");
      const result = ended(await host.run());
      expect(result.clusters[0]?.steps.at(-1)).toMatchObject({
        outcome: "done",
        force: true,
        waivers: fleet.waivers,
      });
    });

    it("do not take an expired waiver", async () => {
      const fleet = fleetOf({ clusters: clusters(1, "production", 1) });
      fleet.kubernetes.set("production-0-g0", {
        blockingBudgets: [{ namespace: "a", name: "b", why: "no-disruption-allowed", pods: [] }],
      });
      fleet.waivers = [{ rule: "FW-ROLLOUT-001", scope: {}, owner: "o", reason: "r", expires: "2026-03-01" }];
      const host = await hostOf(fleet, one());
      expect((await host.run()).kind).toBe("left");
      expect(starts(fleet)).toEqual([]);
    });

    it("do not begin on a degraded group", async () => {
      const fleet = fleetOf({ clusters: clusters(1, "production", 1) });
      Object.assign(fleet.group("production-0-g0"), {
        status: "DEGRADED",
        issues: [{ code: "AsgInstanceLaunchFailures", message: "no capacity" }],
      });
      const host = await hostOf(fleet, one());
      await host.run();
      expect(diagnostics(host.events)[0]).toContain("does not begin, as the group is DEGRADED");
      expect(starts(fleet)).toEqual([]);
    });

    it("fail on pods that stay pending, and on nodes that do not become Ready in time", async () => {
      const fleet = fleetOf({ clusters: clusters(2, "production", 1) });
      const since = fleet.clock.now();
      fleet.kubernetes.set("production-0-g0", () => ({
        pendingPods: [
          {
            namespace: "shop",
            name: "cart-1",
            pendingFor: Math.max(0, fleet.clock.now() - since - 300_000),
            reason: "0/3 nodes are available",
          },
        ],
      }));
      fleet.kubernetes.set("production-1-g0", {
        nodes: [{ name: "ip-10-0-0-1", ready: false, problem: "KubeletNotReady", target: true }],
      });
      const host = await hostOf(
        fleet,
        one({ failureBudget: { groups: 2 }, health: { pendingPods: "10m", nodesReadyWithin: "15m" } }),
      );
      await host.run();
      const found = diagnostics(host.events);
      expect(found[0]).toContain(
        "1 pod has been pending for more than 10m: shop/cart-1 (0/3 nodes are available)",
      );
      expect(found[1]).toContain("1 node is not Ready with the new version: ip-10-0-0-1 (KubeletNotReady)");
    });

    it("look again after the soak, at what the wave has done, and stop the rollout there", async () => {
      const fleet = fleetOf({ clusters: [...clusters(1, "canary", 1), ...clusters(1, "production", 1)] });
      const host = await hostOf(fleet, { waves: [wave("canary", { soak: "1h" }), wave("production")] });
      const group = fleet.group("canary-0-g0");
      const outcome = await host.run({
        onEvent: (event) => {
          if (event.type !== "wave-soaking") return;
          Object.assign(group, { issues: [{ code: "NodeCreationFailure", message: "gone again" }] });
        },
      });
      expect(outcome).toEqual({
        kind: "left",
        reason: "wave canary has stopped: unhealthy after its soak",
      });
      expect(starts(fleet)).toEqual(["canary-0-g0"]);
      Object.assign(group, { issues: [] });
      await host.say("resume");
      expect(ended(await host.run()).outcome).toBe("completed");
    });

    it("say where Kubernetes cannot be asked, and stop there when it must be", async () => {
      const unseen = { seen: false, reason: "the endpoint is private" } as const;
      const fleet = fleetOf({ clusters: clusters(1, "production", 2) });
      for (const group of ["production-0-g0", "production-0-g1"]) fleet.kubernetes.set(group, unseen);
      const host = await hostOf(fleet, one());
      ended(await host.run());
      expect(host.events.filter(({ type }) => type === "kubernetes-unseen")).toEqual([
        expect.objectContaining({ cluster: "production-0", reason: "the endpoint is private" }),
      ]);
      const strict = fleetOf({ clusters: clusters(1, "production", 1) });
      strict.kubernetes.set("production-0-g0", unseen);
      const refused = await hostOf(strict, one({ health: { kubernetes: "required" } }));
      expect((await refused.run()).kind).toBe("left");
      expect(starts(strict)).toEqual([]);
    });

    it("run the user's commands, with the place filled in, and show what they printed", async () => {
      const fleet = fleetOf({ clusters: clusters(2, "production", 1) });
      const script = "echo checked $1 $FLEETWRIGHT_REGION; test $1 != production-1";
      const host = await hostOf(
        fleet,
        one({ checks: [{ name: "smoke", command: ["sh", "-c", script, "sh", "{cluster}"] }] }),
      );
      const outcome = await host.run();
      expect(outcome).toMatchObject({ kind: "left" });
      const stopped = host.events.find((event) => event.type === "wave-stopped");
      expect(stopped?.type === "wave-stopped" && stopped.diagnostics[0]).toMatchObject({
        summary: "Check smoke failed for production-1",
        detail: expect.stringContaining("checked production-1 eu-central-1"),
      });
    });
  });
}
