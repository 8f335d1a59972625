import { readFileSync } from "node:fs";
import path from "node:path";
import { loadFleet, locate, type NodeGroup } from "../../modules/fleet/index.js";
import { clusterHead, fleetFiles, fleetOf, groupOf, removeFleetFiles } from "../_helpers/fleet-files.js";

const templates = path.join(__dirname, "../fixtures/fleet/templates");

afterAll(removeFleetFiles);

async function groupFrom(...settings: readonly string[]): Promise<NodeGroup> {
  const fleet = await fleetOf(clusterHead + groupOf("web", ...settings));
  const group = fleet.clusters[0]?.nodeGroups[0];
  if (group === undefined) throw new Error("no group");
  return group;
}

describe("a fleet file", () => {
  test("says nothing twice: what is left out is filled in", async () => {
    const { origin: _, ...fleet } = await fleetOf(clusterHead + groupOf("web"));
    expect(fleet).toMatchSnapshot();
  });

  test("names one node group per zone after cluster, zone index and group", async () => {
    const group = await groupFrom();
    expect(group.members).toEqual([
      {
        name: "prod-eu-1-0-web",
        resourceName: "web-eu-central-1a",
        zone: "eu-central-1a",
        subnets: ["subnet-0a11000000000001a"],
      },
      {
        name: "prod-eu-1-1-web",
        resourceName: "web-eu-central-1b",
        zone: "eu-central-1b",
        subnets: ["subnet-0a11000000000001b"],
      },
    ]);
  });

  test("keeps a zone's index when it is said", async () => {
    const text = (clusterHead + groupOf("web")).replace(
      "      - { name: eu-central-1a, subnet: subnet-0a11000000000001a }\n",
      "",
    );
    const indexed = text.replace(
      "subnet: subnet-0a11000000000001b",
      "subnet: subnet-0a11000000000001b, index: 1",
    );
    const fleet = await fleetOf(indexed);
    expect(fleet.clusters[0]?.nodeGroups[0]?.members.map((member) => member.name)).toEqual([
      "prod-eu-1-1-web",
    ]);
  });

  test("makes one node group over all zones where asked", async () => {
    const group = await groupFrom("layout: all-zones");
    expect(group.members).toEqual([
      {
        name: "prod-eu-1-web",
        resourceName: "web",
        zone: null,
        subnets: ["subnet-0a11000000000001a", "subnet-0a11000000000001b"],
      },
    ]);
  });

  test("ends a name prefix with a dash", async () => {
    const group = await groupFrom("naming: prefix", "zones: [eu-central-1b]");
    expect(group.members.map((member) => member.name)).toEqual(["prod-eu-1-1-web-"]);
  });

  test("takes a group's own subnets before the zones'", async () => {
    const group = await groupFrom("subnets: { eu-central-1b: subnet-0bbbbbbbb }");
    expect(group.members.map((member) => member.subnets)).toEqual([
      ["subnet-0a11000000000001a"],
      ["subnet-0bbbbbbbb"],
    ]);
  });

  test("spells a group's resource names so that Terraform takes them", async () => {
    const fleet = await fleetOf(clusterHead + groupOf("2xl"));
    expect(fleet.clusters[0]?.nodeGroups[0]?.members[0]?.resourceName).toBe("_2xl-eu-central-1a");
  });

  test("maps Kubernetes' taint effects to EKS's", async () => {
    const group = await groupFrom(
      "taints: [{ key: a, effect: NoSchedule }, { key: b, value: x, effect: PREFER_NO_SCHEDULE }]",
    );
    expect(group.taints).toEqual([
      { key: "a", value: null, effect: "NO_SCHEDULE" },
      { key: "b", value: "x", effect: "PREFER_NO_SCHEDULE" },
    ]);
  });

  test("reads maxUnavailable as a number or as a share", async () => {
    expect((await groupFrom("updateConfig: { maxUnavailable: 2 }")).updateConfig).toEqual({
      maxUnavailable: 2,
    });
    expect((await groupFrom('updateConfig: { maxUnavailable: "33%" }')).updateConfig).toEqual({
      maxUnavailablePercentage: 33,
    });
  });

  test.each([
    ["AL2023_x86_64_STANDARD", "/dev/xvda", 20],
    ["BOTTLEROCKET_x86_64", "/dev/xvdb", 20],
    ["WINDOWS_CORE_2022_x86_64", "/dev/sda1", 50],
  ])("knows the volume that holds the pods of %s", async (type, deviceName, sizeGib) => {
    const group = await groupFrom(`ami: { type: ${type} }`);
    expect(group.rootVolume).toMatchObject({ deviceName, sizeGib, type: "gp3", encrypted: true });
  });

  test("gives a custom image no Kubernetes version, whatever the defaults say", async () => {
    const text =
      clusterHead +
      groupOf("web", "ami: { id: ami-0a1b2c3d4e5f60718 }", "userData: { bootstrap: bottlerocket }");
    const fleet = await fleetOf(
      text.replace("clusters:", 'defaults: { nodeGroup: { kubernetesVersion: "1.32" } }\nclusters:'),
    );
    const group = fleet.clusters[0]?.nodeGroups[0];
    expect(group?.kubernetesVersion).toBeNull();
    expect(group?.rootVolume.deviceName).toBe("/dev/xvdb");
  });

  test("believes a template that says it bootstraps", async () => {
    const group =
      clusterHead +
      groupOf(
        "web",
        "ami: { id: ami-0a1b2c3d4e5f60718 }",
        "userData: { template: own.sh, bootstraps: true }",
      );
    const fleet = await fleetOf(group, {
      "own.sh": readFileSync(path.join(templates, "own-join.sh.tftpl"), "utf8"),
    });
    expect(fleet.clusters[0]?.nodeGroups[0]?.userData).toMatchObject({ kind: "template", format: "shell" });
  });

  test("understands Terraform's template directives in user data", async () => {
    const template = readFileSync(path.join(templates, "directives.sh.tftpl"), "utf8");
    const fleet = await fleetOf(
      clusterHead + groupOf("web", "userData: { template: own.sh, variables: { list: a } }"),
      { "own.sh": template },
    );
    expect(fleet.clusters[0]?.nodeGroups[0]?.userData).toMatchObject({ variables: { list: "a" } });
  });

  test("reads anchors, aliases and merge keys, and finds their values where they stand", async () => {
    const fleet = await fleetOf(
      clusterHead +
        groupOf("web", "labels: &labels { team: shop, tier: web }") +
        groupOf("api", "labels:\n          <<: *labels\n          tier: api", "taints: []"),
    );
    expect(fleet.clusters[0]?.nodeGroups[1]?.labels).toEqual({ team: "shop", tier: "api" });
    const at = locate(fleet, ["clusters", "prod-eu-1", "nodeGroups", "api", "labels", "team"]);
    expect(at?.lineText?.trim()).toBe("labels: &labels { team: shop, tier: web }");
  });

  test("is warned about a template that nobody uses", async () => {
    const text = (clusterHead + groupOf("web")).replace(
      "clusters:",
      "nodeGroupTemplates: { big: { scaling: { max: 9 } } }\nclusters:",
    );
    const { warnings } = await loadFleet(["fleet.yaml"], {
      workingDirectory: fleetFiles({ "fleet.yaml": text }),
    });
    expect(warnings).toMatchObject([
      { severity: "warning", code: "FLEET_UNUSED_TEMPLATE", location: { line: 4, column: 23 } },
    ]);
  });

  test("an anchor may be used as often as a large fleet needs it", async () => {
    const groups = Array.from({ length: 300 }, (_, index) => groupOf(`g${index}`, "labels: *labels"));
    const fleet = await fleetOf(
      clusterHead + groupOf("web", "labels: &labels { team: shop }") + groups.join(""),
    );
    expect(fleet.clusters[0]?.nodeGroups).toHaveLength(301);
  });
});

describe("several files", () => {
  const head = "apiVersion: fleetwright.dev/v1\nkind: Fleet\n";

  test("make one fleet in the order of their names, and other kinds beside them are left alone", async () => {
    const workingDirectory = fleetFiles({
      "20-us.yaml": (clusterHead + groupOf("web"))
        .replace("name: shop\n", "")
        .replaceAll("prod-eu-1", "prod-us-1"),
      "10-eu.yml": clusterHead + groupOf("web"),
      "values.yaml": "apiVersion: v1\nkind: ConfigMap\n",
      "notes.txt": "not read",
    });
    const { fleet } = await loadFleet(["."], { workingDirectory });
    expect(fleet.files).toEqual(["10-eu.yml", "20-us.yaml"]);
    expect(fleet.clusters.map((cluster) => cluster.name)).toEqual(["prod-eu-1", "prod-us-1"]);
  });

  test("may stand in one file as several documents", async () => {
    const second = (clusterHead + groupOf("web")).replaceAll("prod-eu-1", "prod-eu-2");
    const fleet = await fleetOf(`${clusterHead + groupOf("web")}---\n${second}`);
    expect(fleet.clusters).toHaveLength(2);
  });

  test("say the same file once, however often it is named", async () => {
    const workingDirectory = fleetFiles({ "fleet.yaml": clusterHead + groupOf("web") });
    const { fleet } = await loadFleet(["fleet.yaml", ".", path.join(workingDirectory, "fleet.yaml")], {
      workingDirectory,
    });
    expect(fleet.clusters).toHaveLength(1);
  });

  test("a file of the wrong kind in a directory is a mistake when it is nearly right", async () => {
    const workingDirectory = fleetFiles({
      "a.yaml": clusterHead + groupOf("web"),
      "b.yaml": `${head.replace("Fleet", "Flet")}`,
    });
    await expect(loadFleet(["."], { workingDirectory })).rejects.toMatchObject({
      diagnostics: [{ code: "FLEET_WRONG_KIND", location: { file: "b.yaml", line: 2, column: 7 } }],
    });
  });

  test("blame nothing on other files when one of them cannot be read", async () => {
    const defaults = `${head}defaults:\n  nodeGroup: { scaling: { min: 1\nnodeGroupTemplates: {}\n`;
    const group = "      - { name: web, template: big }\n";
    const workingDirectory = fleetFiles({ "a.yaml": defaults, "b.yaml": clusterHead + group });
    await expect(loadFleet(["."], { workingDirectory })).rejects.toMatchObject({
      diagnostics: [{ code: "FLEET_YAML_SYNTAX", location: { file: "a.yaml" } }],
    });
  });
});
