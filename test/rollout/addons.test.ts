import { EKS } from "@aws-sdk/client-eks";
import { startTrial, type TrialOptions } from "../_helpers/rollout-trial.js";

const eks = () => new EKS({ region: "eu-central-1" });

/** A cluster on 1.31 with one group and two add-ons, to 1.32. */
const options: TrialOptions = {
  clusters: 1,
  waveOf: () => "all",
  groupsPerZone: 1,
  zones: ["eu-central-1a"],
  nodes: 1,
  speed: 1_500,
  target: { kind: "kubernetes", version: "1.32" },
  definition: { waves: [{ name: "all", clusters: "all" }] },
  prepare: async (sandbox) => {
    const install = (addonName: string, addonVersion: string) =>
      eks().createAddon({ clusterName: "c0000", addonName, addonVersion });
    await install("kube-proxy", "v1.31.0-eksbuild.2");
    // Newer than what EKS makes the default.
    await install("vpc-cni", "v1.20.1-eksbuild.2");
    sandbox.clock.advance(600);
  },
};

describe("add-ons of a cluster that goes to another minor", () => {
  it("follow the control plane to the version of its minor; what is newer and fits stays", async () => {
    const trial = await startTrial(options);
    try {
      const steps = trial.plan.waves[0]?.clusters[0]?.stages.flatMap((stage) => stage.steps) ?? [];
      const kinds = steps.map(({ step }) => (step.kind === "addon" ? `${step.addon} ${step.to}` : step.kind));
      expect(kinds).toEqual(["cluster-version", expect.stringMatching(/^kube-proxy v1\.32\./), "node-group"]);
      expect(await trial.run()).toMatchObject({ result: { outcome: "completed" } });
      const versionOf = async (addonName: string) =>
        (await eks().describeAddon({ clusterName: "c0000", addonName })).addon?.addonVersion;
      expect(await versionOf("kube-proxy")).toMatch(/^v1\.32\./);
      expect(await versionOf("vpc-cni")).toBe("v1.20.1-eksbuild.2");
      const order = trial.sandbox.callLog
        .entries({})
        .filter(({ operation }) => operation.startsWith("Update"))
        .map(({ operation }) => operation);
      expect(order).toEqual(["UpdateClusterVersion", "UpdateAddon", "UpdateNodegroupVersion"]);
      expect(trial.sandbox.callLog.entries({ operation: "UpdateAddon" })[0]?.request).toMatchObject({
        resolveConflicts: "PRESERVE",
      });
    } finally {
      await trial.close();
    }
  }, 120_000);

  it("that EKS refuses to update stop the cluster before its groups, until it takes them", async () => {
    const trial = await startTrial(options);
    try {
      trial.sandbox.faults.add({
        kind: "error",
        match: { operation: "UpdateAddon" },
        status: 400,
        code: "InvalidParameterException",
      });
      expect(await trial.run()).toMatchObject({ kind: "left" });
      expect(await trial.problems()).toEqual([expect.stringContaining("InvalidParameterException")]);
      expect(trial.sandbox.callLog.entries({ operation: "UpdateNodegroupVersion" })).toEqual([]);
      trial.sandbox.faults.clear();
      await trial.resume();
      expect(await trial.run()).toMatchObject({ result: { outcome: "completed" } });
      expect(trial.sandbox.callLog.entries({ operation: "UpdateClusterVersion" })).toHaveLength(1);
    } finally {
      await trial.close();
    }
  }, 120_000);
});
