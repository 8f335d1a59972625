import { type Fleet, locate } from "../../modules/fleet/index.js";
import { clusterHead, fleetOf, removeFleetFiles } from "../_helpers/fleet-files.js";

afterAll(removeFleetFiles);

const layers = clusterHead
  .replace(
    "clusters:",
    `defaults:
  cluster: { tags: { owner: platform, stage: none }, policy: { parameters: { a: 1, b: 1 } } }
  nodeGroup:
    instanceTypes: [m6i.large]
    ami: { type: AL2023_x86_64_STANDARD, releaseVersion: 1.33.3-20250807 }
    scaling: { min: 1, max: 3 }
    labels: { from: defaults, kept: defaults }
    taints: [{ key: a, effect: NoSchedule }]
    rootVolume: { sizeGib: 50, iops: 4000 }
nodeGroupTemplates:
  big:
    scaling: { max: 9 }
    labels: { from: template }
    rootVolume: { sizeGib: 100 }
clusters:`,
  )
  .replace(
    "    nodeGroups:\n",
    `    policy: { parameters: { b: 2 } }
    nodeGroupDefaults:
      scaling: { min: 2, max: 4 }
      labels: { from: cluster, cluster: "yes" }
    nodeGroups:
      - name: plain
      - name: big
        template: big
        ami: { type: BOTTLEROCKET_x86_64 }
        scaling: { desired: 5 }
        labels: { kept: null }
        taints: []
        policy: { parameters: { c: [1, 2] } }
`,
  );

describe("defaults", () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await fleetOf(layers);
  });
  const group = (name: string) => fleet.clusters[0]?.nodeGroups.find((each) => each.name === name);

  test("of the cluster win over those of the fleet", () => {
    expect(group("plain")?.scaling).toMatchObject({ min: 2, max: 4 });
    expect(fleet.clusters[0]?.tags).toEqual({ owner: "platform", stage: "production" });
    expect(fleet.clusters[0]?.policy.parameters).toEqual({ a: 1, b: 2 });
  });

  test("are overridden by a template, and a template by the group", () => {
    expect(group("big")?.scaling).toEqual({ min: 2, max: 9, desired: 5, desiredOwner: "fleet" });
  });

  test("are merged key by key in maps, where null takes an inherited key away", () => {
    expect(group("plain")?.labels).toEqual({ from: "cluster", kept: "defaults", cluster: "yes" });
    expect(group("big")?.labels).toEqual({ from: "template", cluster: "yes" });
  });

  test("keep what a more specific volume does not say", () => {
    expect(group("big")?.rootVolume).toMatchObject({ sizeGib: 100, iops: 4000 });
  });

  test("are replaced as a whole where alternatives exclude each other", () => {
    expect(group("plain")?.ami).toEqual({
      kind: "eks-optimized",
      type: "AL2023_x86_64_STANDARD",
      releaseVersion: "1.33.3-20250807",
    });
    expect(group("big")?.ami).toEqual({
      kind: "eks-optimized",
      type: "BOTTLEROCKET_x86_64",
      releaseVersion: null,
    });
  });

  test("are replaced as a whole in lists", () => {
    expect(group("plain")?.taints).toHaveLength(1);
    expect(group("big")?.taints).toEqual([]);
  });

  test.each([
    [["nodeGroups", "big", "scaling", "max"], "scaling: { max: 9 }", 21],
    [["nodeGroups", "big", "scaling", "min"], "scaling: { min: 2, max: 4 }", 23],
    [["nodeGroups", "big", "scaling", "desired"], "scaling: { desired: 5 }", 29],
    [["nodeGroups", "big", "ami", "type"], "ami: { type: BOTTLEROCKET_x86_64 }", 22],
    [["nodeGroups", "big", "ami", "releaseVersion"], "ami: { type: BOTTLEROCKET_x86_64 }", 9],
    [["nodeGroups", "big", "instanceTypes"], "instanceTypes: [m6i.large]", 20],
    [["nodeGroups", "big"], "- name: big", 15],
    [
      ["tags", "owner"],
      "cluster: { tags: { owner: platform, stage: none }, policy: { parameters: { a: 1, b: 1 } } }",
      29,
    ],
    [[], "- name: prod-eu-1", 11],
  ])("are found where they are written: %j", (path, line, column) => {
    const found = locate(fleet, ["clusters", "prod-eu-1", ...path]);
    expect(found).toMatchObject({ file: "fleet.yaml", column });
    expect(found?.lineText?.trim()).toBe(line);
  });

  test("of things that are not there have no place", () => {
    expect(locate(fleet, ["clusters", "nowhere"])).toBeUndefined();
    expect(locate(fleet, ["clusters", "prod-eu-1", "nodeGroups", "nothing"])).toBeUndefined();
  });
});
