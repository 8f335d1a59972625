import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { App, TerraformStack, Testing } from "cdktf";
import {
  AmiLookup,
  NodeUserData,
  ZonalNodeGroup,
  type ZonalNodeGroupProps,
  zonalMembers,
} from "../../modules/constructs/index.js";

const zones = [
  { name: "eu-central-1a", subnetIds: ["subnet-0a11"] },
  { name: "eu-central-1b", subnetIds: ["subnet-0a22"] },
];

const needed: ZonalNodeGroupProps = {
  clusterName: "prod-eu-1",
  members: zonalMembers("prod-eu-1", "spot-arm64", zones),
  nodeRoleArn: "arn:aws:iam::111122223333:role/eks-node",
  instanceTypes: ["m7g.large"],
  image: { kind: "eks-optimized", amiType: "AL2023_ARM_64_STANDARD", version: "1.33" },
  rootVolume: { deviceName: "/dev/xvda", sizeGib: 50 },
  scaling: { min: 1, max: 5, desired: 2 },
};

/** What somebody's own CDKTF app makes of the construct. */
function synthesized(build: (stack: TerraformStack) => void): {
  [key: string]: { [type: string]: { [name: string]: unknown } };
} {
  const stack = new TerraformStack(new App({ stackTraces: false }), "own");
  new AwsProvider(stack, "aws", { region: "eu-central-1" });
  build(stack);
  return JSON.parse(Testing.synth(stack));
}

function withProps(props: Partial<ZonalNodeGroupProps>) {
  const { resource } = synthesized(
    (stack) => new ZonalNodeGroup(stack, "spot-arm64", { ...needed, ...props }),
  );
  const name = "spot-arm64-eu-central-1a";
  return { template: resource?.aws_launch_template?.[name], nodeGroup: resource?.aws_eks_node_group?.[name] };
}

describe("ZonalNodeGroup", () => {
  test("makes a launch template and a node group in every zone", () => {
    const { resource } = synthesized((stack) => new ZonalNodeGroup(stack, "spot-arm64", needed));
    const names = ["spot-arm64-eu-central-1a", "spot-arm64-eu-central-1b"];
    expect(Object.keys(resource?.aws_launch_template ?? {})).toEqual(names);
    expect(Object.keys(resource?.aws_eks_node_group ?? {})).toEqual(names);
    expect(resource).toMatchSnapshot();
  });

  test("asks for tokens of the metadata service, with two hops for pods", () => {
    expect(withProps({}).template).toMatchObject({
      metadata_options: { http_endpoint: "enabled", http_tokens: "required", http_put_response_hop_limit: 2 },
    });
  });

  test("encrypts a gp3 root volume", () => {
    expect(withProps({}).template).toMatchObject({
      block_device_mappings: [
        { device_name: "/dev/xvda", ebs: { encrypted: "true", volume_size: 50, volume_type: "gp3" } },
      ],
    });
  });

  test("tags instances and volumes, which neither the node group's tags nor default tags reach", () => {
    const tags = { Name: "prod-eu-1-0-spot-arm64", owner: "shop", stage: "production" };
    const { template } = withProps({ tags: { owner: "shop" }, instanceTags: { stage: "production" } });
    expect(template).toMatchObject({
      tag_specifications: [
        { resource_type: "instance", tags },
        { resource_type: "volume", tags },
      ],
    });
  });

  test("gives the node group its template's newest version", () => {
    expect(withProps({}).nodeGroup).toMatchObject({
      launch_template: {
        id: "${aws_launch_template.spot-arm64-eu-central-1a.id}",
        version: "${tostring(aws_launch_template.spot-arm64-eu-central-1a.latest_version)}",
      },
    });
  });

  test("leaves the desired size to the autoscaler only when asked", () => {
    expect(withProps({ ignoreDesiredSize: true }).nodeGroup).toMatchObject({
      lifecycle: { ignore_changes: ["scaling_config[0].desired_size"] },
    });
    expect(withProps({}).nodeGroup).not.toHaveProperty("lifecycle");
  });

  test("creates a group before the old one goes only when its name can differ", () => {
    const prefix = withProps({ naming: "prefix", members: zonalMembers("p", "spot-arm64", zones) });
    expect(prefix.nodeGroup).toMatchObject({
      node_group_name_prefix: "p-0-spot-arm64",
      lifecycle: { create_before_destroy: true },
    });
    expect(prefix.template).toMatchObject({ lifecycle: { create_before_destroy: true } });
    expect(withProps({}).template).toMatchObject({ lifecycle: { create_before_destroy: true } });
  });

  test("says neither type nor version of a custom image", () => {
    const { nodeGroup, template } = withProps({ image: { kind: "custom", imageId: "ami-1" } });
    expect(nodeGroup).not.toHaveProperty("ami_type");
    expect(nodeGroup).not.toHaveProperty("version");
    expect(template).toMatchObject({ image_id: "ami-1" });
  });

  test("writes tags in one order, whatever order they were given in", () => {
    const one = withProps({ tags: { b: "1", a: "2" } });
    const other = withProps({ tags: { a: "2", b: "1" } });
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });
});

describe("AmiLookup", () => {
  test("reads a parameter of one's own", () => {
    const { data } = synthesized(
      (stack) => new AmiLookup(stack, "golden", { ssmParameter: "/images/golden" }),
    );
    expect(data?.aws_ssm_parameter?.golden).toMatchObject({ name: "/images/golden" });
  });

  test.each([
    [
      "AL2_x86_64_GPU",
      "image_id",
      "/aws/service/eks/optimized-ami/1.33/amazon-linux-2-gpu/recommended/image_id",
    ],
    [
      "AL2023_ARM_64_STANDARD",
      "release_version",
      "/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/arm64/standard/recommended/release_version",
    ],
    [
      "BOTTLEROCKET_x86_64_NVIDIA",
      "image_id",
      "/aws/service/bottlerocket/aws-k8s-1.33-nvidia/x86_64/latest/image_id",
    ],
    [
      "BOTTLEROCKET_ARM_64_FIPS",
      "release_version",
      "/aws/service/bottlerocket/aws-k8s-1.33-fips/arm64/latest/image_version",
    ],
  ] as const)("knows where AWS publishes the %s image's %s", (amiType, read, name) => {
    const { data } = synthesized(
      (stack) => new AmiLookup(stack, "it", { amiType, kubernetesVersion: "1.33", read }),
    );
    expect(data?.aws_ssm_parameter?.it).toMatchObject({ name });
  });

  test("says that an image's release is nowhere to be read", () => {
    expect(() =>
      synthesized(
        (stack) =>
          new AmiLookup(stack, "it", {
            amiType: "WINDOWS_CORE_2022_x86_64",
            kubernetesVersion: "1.33",
            read: "release_version",
          }),
      ),
    ).toThrow("AWS publishes no SSM parameter");
  });
});

describe("NodeUserData", () => {
  test("is one expression that Terraform renders and encodes", () => {
    const cluster = {
      name: "prod",
      endpoint: "https://e",
      certificateAuthority: "Q0E=",
      serviceCidr: "172.20.0.0/16",
    };
    const { resource } = synthesized((stack) => {
      const userData = new NodeUserData(stack, "user-data", {
        kind: "generated",
        bootstrap: "nodeadm",
        cluster,
      }).render();
      new ZonalNodeGroup(stack, "spot-arm64", { ...needed, userData: () => userData });
    });
    expect(resource?.aws_launch_template?.["spot-arm64-eu-central-1a"]).toHaveProperty(
      "user_data",
      expect.stringMatching(/^\$\{base64encode\(join\("", \[.*\]\)\)\}$/),
    );
  });
});
