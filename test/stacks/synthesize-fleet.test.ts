import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { type Fleet, loadFleet, readSourceMap } from "../../modules/fleet/index.js";
import { synthesizeFleet } from "../../stacks/index.js";
import { clusterHead, fleetOf, groupOf, removeFleetFiles } from "../_helpers/fleet-files.js";

const root = path.join(__dirname, "../..");
const outdirs: string[] = [];

function newOutdir(): string {
  const outdir = mkdtempSync(path.join(tmpdir(), "fleetwright-synth-"));
  outdirs.push(outdir);
  return outdir;
}

afterAll(() => {
  removeFleetFiles();
  for (const outdir of outdirs) rmSync(outdir, { recursive: true, force: true });
});

function stackJson(outdir: string, stack: string) {
  return JSON.parse(readFileSync(path.join(outdir, "stacks", stack, "cdk.tf.json"), "utf8"));
}

async function synthesized(fleet: Fleet) {
  const outdir = newOutdir();
  await synthesizeFleet(fleet, { outdir });
  return stackJson(outdir, "prod-eu-1");
}

describe("synthesizing the example fleet", () => {
  let fleet: Fleet;
  let outdir: string;
  beforeAll(async () => {
    fleet = (await loadFleet(["examples/fleet"], { workingDirectory: root })).fleet;
    outdir = newOutdir();
    await synthesizeFleet(fleet, { outdir });
  });

  test("makes a stack for each cluster and a pair of resources for each group and zone", () => {
    expect(fleet.clusters.map((cluster) => cluster.name)).toEqual(["prod-eu-1", "prod-us-1", "staging-eu-1"]);
    for (const { name } of fleet.clusters) {
      const { resource } = stackJson(outdir, name);
      expect(Object.keys(resource.aws_eks_node_group)).toHaveLength(9);
      expect(Object.keys(resource.aws_launch_template)).toHaveLength(9);
    }
  });

  test("gives the same bytes every time", async () => {
    const again = newOutdir();
    await synthesizeFleet(fleet, { outdir: again });
    for (const file of ["stacks/prod-eu-1/cdk.tf.json", "manifest.json", "fleetwright.sources.json"]) {
      const text = (directory: string) => readFileSync(path.join(directory, file), "utf8");
      expect(text(again)).toBe(text(outdir));
    }
  });

  test("writes the manifest that the CDKTF command line reads", () => {
    const manifest = JSON.parse(readFileSync(path.join(outdir, "manifest.json"), "utf8"));
    expect(manifest.version).toBe("0.21.0");
    expect(manifest.stacks["prod-us-1"]).toEqual({
      name: "prod-us-1",
      constructPath: "prod-us-1",
      workingDirectory: "stacks/prod-us-1",
      synthesizedStackPath: "stacks/prod-us-1/cdk.tf.json",
      stackMetadataPath: "stacks/prod-us-1/metadata.json",
      annotations: [],
      dependencies: [],
    });
  });

  test("writes every resource's place in the fleet file", async () => {
    const map = await readSourceMap(outdir);
    for (const { name } of fleet.clusters) {
      const { resource } = stackJson(outdir, name);
      const addresses = Object.entries(resource).flatMap(([type, named]) =>
        Object.keys(Object(named)).map((each) => `${type}.${each}`),
      );
      expect(Object.keys(map?.stacks[name]?.resources ?? {})).toEqual(expect.arrayContaining(addresses));
    }
  });

  test("accepts AWS provider 5.100 and all of 6", () => {
    expect(stackJson(outdir, "prod-eu-1").terraform.required_providers).toEqual({
      aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" },
    });
  });

  test("assumes the cluster's role and refuses every other account", () => {
    expect(stackJson(outdir, "staging-eu-1").provider).toEqual({
      aws: [
        {
          region: "eu-central-1",
          allowed_account_ids: ["111122223333"],
          assume_role: [{ role_arn: "arn:aws:iam::111122223333:role/fleet-deployer" }],
          default_tags: [{ tags: { fleet: "shop", "managed-by": "fleetwright", stage: "staging" } }],
        },
      ],
    });
  });

  test("keeps no path of this machine", async () => {
    mkdirSync(path.join(root, ".cache"), { recursive: true });
    const inProject = mkdtempSync(path.join(root, ".cache", "synth-"));
    outdirs.push(inProject);
    await synthesizeFleet(fleet, { outdir: inProject });
    for (const { name } of fleet.clusters) {
      const text = readFileSync(path.join(inProject, "stacks", name, "cdk.tf.json"), "utf8");
      expect(text).not.toContain(root);
      expect(text).toContain(`"../../../../terraform.${name}.tfstate"`);
    }
  });
});

describe("synthesizing again", () => {
  test("makes only what has changed, and what was tampered with", async () => {
    const outdir = newOutdir();
    const two =
      clusterHead +
      groupOf("web") +
      (clusterHead + groupOf("web")).split("clusters:\n")[1]?.replaceAll("prod-eu-1", "prod-eu-2");
    const fleet = await fleetOf(two);
    expect((await synthesizeFleet(fleet, { outdir })).reused).toBe(0);
    const before = stackJson(outdir, "prod-eu-1");
    expect((await synthesizeFleet(fleet, { outdir })).reused).toBe(2);
    const changed = await fleetOf(two.replace("max: 3", "max: 4"));
    expect((await synthesizeFleet(changed, { outdir })).reused).toBe(1);
    expect(stackJson(outdir, "prod-eu-1")).not.toEqual(before);
    writeFileSync(path.join(outdir, "stacks/prod-eu-2/cdk.tf.json"), "{}");
    expect((await synthesizeFleet(changed, { outdir })).reused).toBe(1);
    expect(stackJson(outdir, "prod-eu-2")).toHaveProperty("resource");
  });

  test("sees a change of a user data template", async () => {
    const outdir = newOutdir();
    const text = clusterHead + groupOf("web", "userData: { template: run.sh }");
    await synthesizeFleet(await fleetOf(text, { "run.sh": "#!/bin/sh\necho 1\n" }), { outdir });
    const second = await synthesizeFleet(await fleetOf(text, { "run.sh": "#!/bin/sh\necho 2\n" }), {
      outdir,
    });
    expect(second.reused).toBe(0);
  });

  test("forgets a cluster that has left the fleet", async () => {
    const outdir = newOutdir();
    await synthesizeFleet(await fleetOf(clusterHead + groupOf("web")), { outdir });
    const renamed = await fleetOf((clusterHead + groupOf("web")).replaceAll("prod-eu-1", "prod-eu-9"));
    const { stacks } = await synthesizeFleet(renamed, { outdir });
    expect(stacks.map((stack) => stack.name)).toEqual(["prod-eu-9"]);
    expect(existsSync(path.join(outdir, "stacks/prod-eu-1/cdk.tf.json"))).toBe(false);
    const manifest = JSON.parse(readFileSync(path.join(outdir, "manifest.json"), "utf8"));
    expect(Object.keys(manifest.stacks)).toEqual(["prod-eu-9"]);
  });

  test("leaves other clusters alone when only one is asked for", async () => {
    const outdir = newOutdir();
    const { fleet } = await loadFleet(["examples/fleet"], { workingDirectory: root });
    const { stacks } = await synthesizeFleet(fleet, { outdir, onlyClusters: ["prod-us-1"] });
    expect(stacks).toEqual([
      { name: "prod-us-1", cluster: "prod-us-1", directory: path.join(outdir, "stacks/prod-us-1") },
    ]);
    expect(existsSync(path.join(outdir, "stacks/prod-eu-1"))).toBe(false);
  });

  test("refuses a cluster that the fleet does not have, by name", async () => {
    const fleet = await fleetOf(clusterHead + groupOf("web"));
    await expect(
      synthesizeFleet(fleet, { outdir: newOutdir(), onlyClusters: ["prod"] }),
    ).rejects.toMatchObject({
      diagnostics: [{ code: "FLEET_UNKNOWN_CLUSTER", detail: "Its clusters are prod-eu-1." }],
    });
  });
});

describe("a stack", () => {
  test("keeps its state beside the fleet where asked, by a path that moves with the project", async () => {
    const text = (clusterHead + groupOf("web")).replace(
      "clusters:",
      "backend: { type: local, directory: state }\nclusters:",
    );
    const json = await synthesized(await fleetOf(text));
    expect(json.terraform.backend.local.path).toMatch(
      /^(\.\.\/)+fleetwright-test-\w+\/state\/terraform\.prod-eu-1\.tfstate$/,
    );
  });

  test("keeps its state in S3 where asked", async () => {
    const backend = "backend: { type: s3, bucket: shop-state, region: eu-central-1, keyPrefix: fleet/ }";
    const json = await synthesized(
      await fleetOf((clusterHead + groupOf("web")).replace("clusters:", `${backend}\nclusters:`)),
    );
    expect(json.terraform.backend).toEqual({
      s3: {
        bucket: "shop-state",
        region: "eu-central-1",
        key: "fleet/prod-eu-1.tfstate",
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  test("leaves the desired size to the cluster-autoscaler that owns it", async () => {
    const json = await synthesized(
      await fleetOf(
        clusterHead +
          groupOf("web", "scaling: { min: 1, max: 3, desiredOwner: cluster-autoscaler }") +
          groupOf("api"),
      ),
    );
    const groups = json.resource.aws_eks_node_group;
    expect(groups["web-eu-central-1a"].lifecycle).toEqual({
      ignore_changes: ["scaling_config[0].desired_size"],
    });
    expect(groups["api-eu-central-1a"]).not.toHaveProperty("lifecycle");
  });

  test("looks the newest release up where asked", async () => {
    const json = await synthesized(
      await fleetOf(
        clusterHead + groupOf("web", "ami: { type: AL2023_x86_64_STANDARD, releaseVersion: latest }"),
      ),
    );
    expect(json.data.aws_ssm_parameter["web-release"].name).toBe(
      "/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/x86_64/standard/recommended/release_version",
    );
    expect(json.resource.aws_eks_node_group["web-eu-central-1a"].release_version).toContain(
      "data.aws_ssm_parameter.web-release.insecure_value",
    );
  });

  test("takes a tag as it stands, even when it looks like a template of Terraform's", async () => {
    const json = await synthesized(
      await fleetOf(clusterHead + groupOf("web", 'tags: { note: "$' + '{x} %{y}" }')),
    );
    expect(json.resource.aws_eks_node_group["web-eu-central-1a"].tags).toEqual({ note: "$$" + "{x} %%{y}" });
  });

  test("says everything that a group says", async () => {
    const json = await synthesized(
      await fleetOf(
        clusterHead +
          groupOf(
            "web",
            "layout: all-zones",
            "naming: prefix",
            "capacityType: SPOT",
            "labels: { team: shop }",
            "taints: [{ key: a, value: b, effect: NoExecute }]",
            "tags: { owner: shop }",
            "securityGroups: [sg-0a1b2c3d]",
            "rootVolume: { sizeGib: 100, iops: 4000, throughput: 250 }",
            'updateConfig: { maxUnavailable: "20%" }',
            "forceUpdate: true",
            "nodeRepair: true",
            "timeouts: { update: 3h }",
            "userData: { template: run.sh }",
          ),
        { "run.sh": "#!/bin/sh\necho hello\n" },
      ),
    );
    expect(json.resource).toMatchSnapshot();
  });

  const versionOf = async (...lines: readonly string[]) => {
    const json = await synthesized(
      await fleetOf(clusterHead + groupOf("web", "layout: all-zones", ...lines)),
    );
    const [group] = Object.values(json.resource.aws_eks_node_group);
    const { update_config, node_repair_config } = z.looseObject({}).parse(group);
    return { version: json.terraform.required_providers.aws.version, update_config, node_repair_config };
  };

  test("asks for the provider's release that brought what a group uses", async () => {
    expect(await versionOf("nodeRepair: true")).toMatchObject({ version: ">= 5.100.0, < 7.0.0" });
    expect(await versionOf("rootVolume: { throughput: 1500 }")).toMatchObject({
      version: ">= 6.17.0, < 7.0.0",
    });
    expect(await versionOf("updateConfig: { strategy: minimal }")).toEqual({
      version: ">= 6.26.0, < 7.0.0",
      update_config: { max_unavailable: 1, update_strategy: "MINIMAL" },
    });
    const override = "{ condition: KernelReady, reason: x, waitMinutes: 10, action: Reboot }";
    expect(
      await versionOf(`nodeRepair: { maxParallel: 2, maxUnhealthy: "20%", overrides: [${override}] }`),
    ).toEqual({
      version: ">= 6.20.0, < 7.0.0",
      node_repair_config: {
        enabled: true,
        max_parallel_nodes_repaired_count: 2,
        max_unhealthy_node_threshold_percentage: 20,
        node_repair_config_overrides: [
          {
            min_repair_wait_time_mins: 10,
            node_monitoring_condition: "KernelReady",
            node_unhealthy_reason: "x",
            repair_action: "Reboot",
          },
        ],
      },
    });
  });
});
