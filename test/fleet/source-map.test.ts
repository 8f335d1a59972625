import { writeFileSync } from "node:fs";
import path from "node:path";
import {
  buildSourceMap,
  encodeSourceMap,
  locateResource,
  nodeGroupOf,
  readSourceMap,
  type SourceMap,
  sourceMapFile,
} from "../../modules/fleet/index.js";
import { clusterHead, fleetFiles, fleetOf, groupOf, removeFleetFiles } from "../_helpers/fleet-files.js";

afterAll(removeFleetFiles);

const text = (clusterHead + groupOf("web", "policy: { parameters: { maxNodes: 12 } }")).replace(
  "clusters:",
  `policy:
  profile: aws-current
  parameters: { skew: 2, place: { file: a, line: 1, column: 2 } }
  waivers:
    - rule: FW-SKEW-001
      scope: { cluster: prod-* }
      owner: platform@example.com
      reason: the upgrade is planned for June
      expires: 2026-06-30
clusters:`,
);

describe("the source map", () => {
  let map: SourceMap;
  beforeAll(async () => {
    const directory = fleetFiles({});
    writeFileSync(path.join(directory, sourceMapFile), encodeSourceMap(buildSourceMap(await fleetOf(text))));
    const read = await readSourceMap(directory);
    if (read === null) throw new Error("not written");
    map = read;
  });

  test("leads from a resource to its node group", () => {
    const found = nodeGroupOf(map, "prod-eu-1", "aws_eks_node_group.web-eu-central-1b");
    expect(found).toMatchObject({ cluster: "prod-eu-1", nodeGroup: "web", zone: "eu-central-1b" });
    expect(found?.location).toMatchObject({ file: "fleet.yaml", column: 15, lineText: "      - name: web" });
  });

  test.each([
    ["aws_eks_node_group", ["scaling_config", 0, "max_size"], "scaling: { min: 1, max: 3 }", 28],
    ["aws_eks_node_group", ["instance_types"], "instanceTypes: [m6i.large]", 9],
    ["aws_eks_node_group", ["version"], 'kubernetesVersion: "1.33"', 5],
    ["aws_eks_node_group", ["arn"], "- name: web", 15],
    ["aws_launch_template", ["block_device_mappings", 0, "ebs", 0, "volume_size"], "- name: web", 15],
  ])("leads from %s %j to the setting that it comes from", (type, attribute, line, column) => {
    const found = locateResource(map, "prod-eu-1", `${type}.web-eu-central-1a`, attribute);
    expect(found?.lineText?.trim()).toBe(line);
    expect(found?.column).toBe(column);
  });

  test("leads from the cluster's data source to the cluster", () => {
    expect(locateResource(map, "prod-eu-1", "data.aws_eks_cluster.cluster")?.lineText).toBe(
      "  - name: prod-eu-1",
    );
  });

  test("knows nothing of resources that no fleet file made", () => {
    expect(locateResource(map, "prod-eu-1", "aws_vpc.main")).toBeUndefined();
    expect(locateResource(map, "other", "aws_eks_node_group.web-eu-central-1a")).toBeUndefined();
  });

  test("holds what the gate is to know, with its places", () => {
    expect(map.policy.profile).toMatchObject({ value: "aws-current", location: { line: 5, column: 12 } });
    expect(map.policy.parameters.skew).toMatchObject({ value: 2, location: { line: 6 } });
    expect(map.policy.parameters.place?.value).toEqual({ file: "a", line: 1, column: 2 });
    expect(map.policy.waivers).toMatchObject([
      {
        rule: "FW-SKEW-001",
        scope: { cluster: "prod-*" },
        expires: "2026-06-30",
        location: { line: 8, column: 13 },
      },
    ]);
    expect(map.stacks["prod-eu-1"]?.nodeGroups.web?.parameters.maxNodes?.value).toBe(12);
  });

  test("is absent where another app synthesized", async () => {
    expect(await readSourceMap(fleetFiles({}))).toBeNull();
  });

  test("of another version is refused by name", async () => {
    const directory = fleetFiles({ [sourceMapFile]: '{"formatVersion": 2}' });
    await expect(readSourceMap(directory)).rejects.toMatchObject({
      diagnostics: [{ code: "FLEET_SOURCE_MAP" }],
    });
  });
});
