import path from "node:path";
import { type EksctlFleet, readEksctlConfig } from "../../modules/fleet/index.js";
import { fleetFiles, fleetOf, removeFleetFiles } from "../_helpers/fleet-files.js";

const workingDirectory = path.join(__dirname, "../fixtures/fleet/eksctl");
const options = {
  fleetName: "legacy",
  nodeRole: "arn:aws:iam::111122223333:role/eks-node",
  workingDirectory,
};

afterAll(removeFleetFiles);

describe("an eksctl ClusterConfig", () => {
  let made: EksctlFleet;
  beforeAll(async () => {
    made = await readEksctlConfig("cluster.yaml", options);
  });

  test("becomes a fleet file", () => {
    expect(made.fleetFile).toMatchSnapshot();
  });

  test("becomes a fleet file that is accepted as it stands", async () => {
    const fleet = await fleetOf(made.fleetFile);
    const [cluster] = fleet.clusters;
    expect(cluster).toMatchObject({
      name: "legacy-eu-1",
      account: "111122223333",
      kubernetesVersion: "1.32",
    });
    expect(cluster?.nodeGroups.map((group) => [group.name, group.layout, group.ami])).toEqual([
      ["web", "all-zones", { kind: "eks-optimized", type: "AL2023_x86_64_STANDARD", releaseVersion: null }],
      ["batch", "all-zones", { kind: "eks-optimized", type: "BOTTLEROCKET_ARM_64", releaseVersion: null }],
      ["golden", "all-zones", { kind: "custom", source: { id: "ami-0a1b2c3d4e5f60718" } }],
    ]);
  });

  test("says what could not be carried over, at its line", () => {
    expect(made.warnings.map(({ summary, location }) => [location?.line, summary])).toEqual([
      [45, 'The node group "old-self-managed" is left out'],
      [35, '"ssh" of "batch" is not carried over'],
      [36, '"preBootstrapCommands" of "batch" is not carried over'],
      [43, '"volumeType" of "golden" is not carried over'],
    ]);
  });

  test("says what it lacks", async () => {
    const text =
      "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: { name: a, region: eu-west-1 }\n";
    const directory = fleetFiles({ "c.yaml": text });
    const { warnings } = await readEksctlConfig("c.yaml", { fleetName: "x", workingDirectory: directory });
    expect(warnings.map((warning) => warning.summary)).toEqual([
      "The file does not say the subnets",
      "The file does not say the account",
      "The file does not say the Kubernetes version",
    ]);
  });

  test("of another kind is refused", async () => {
    const directory = fleetFiles({ "c.yaml": "apiVersion: v1\nkind: ConfigMap\n" });
    await expect(
      readEksctlConfig("c.yaml", { fleetName: "x", workingDirectory: directory }),
    ).rejects.toMatchObject({
      diagnostics: [{ code: "EKSCTL_INVALID" }, { code: "EKSCTL_INVALID" }],
    });
  });
});
