import type { JsonObject, JsonValue } from "../../modules/state/index.js";

/**
 * One side of a live object: ways in which it can be, each as the sandbox keeps it and as a configuration
 * asks for it. Undefined in `config`: nobody writes that in a configuration.
 */
export interface Aspect {
  readonly name: string;
  readonly required?: boolean;
  /** Changing it replaces the object: live, it never changes. */
  readonly fixed?: boolean;
  readonly ways: readonly { readonly live: JsonObject; readonly config?: JsonValue }[];
}

const way = (live: JsonObject, config?: JsonValue) => (config === undefined ? { live } : { live, config });

const scaling = (minSize: number, desiredSize: number, maxSize: number) =>
  way({ scaling: { minSize, desiredSize, maxSize } }, [
    { min_size: minSize, desired_size: desiredSize, max_size: maxSize },
  ]);

const taint = (...list: readonly (readonly [string, string | null, string])[]) =>
  way(
    { taints: list.map(([key, value, effect]) => ({ key, ...(value === null ? {} : { value }), effect })) },
    list.map(([key, value, effect]) => ({ key, value, effect })),
  );

const map = (name: string) => (entries: { readonly [key: string]: string }) =>
  way({ [name]: entries }, entries);

export const GROUP_ASPECTS: readonly Aspect[] = [
  {
    name: "labels",
    ways: [{}, { a: "1" }, { a: "2", b: "x" }, { "x.y/z": "1", a: "" }].map((entries) =>
      map("labels")(entries as { [key: string]: string }),
    ),
  },
  {
    name: "tags",
    ways: [{}, { A: "1" }, { A: "2", B: "x" }, { B: "", "kubernetes.io/k": "v" }].map((entries) =>
      map("tags")(entries as { [key: string]: string }),
    ),
  },
  {
    name: "scaling_config",
    required: true,
    ways: [scaling(1, 2, 3), scaling(0, 2, 5), scaling(2, 4, 6), scaling(1, 1, 1)],
  },
  {
    name: "taint",
    ways: [
      taint(),
      taint(["k", "v", "NO_SCHEDULE"]),
      taint(["k", "w", "NO_SCHEDULE"], ["l", null, "NO_EXECUTE"]),
      taint(["k", "", "PREFER_NO_SCHEDULE"]),
    ],
  },
  {
    name: "version",
    ways: [
      way({ version: "1.31" }, "1.31"),
      way({ version: "1.32" }, "1.32"),
      way({ version: "1.30" }, "1.30"),
    ],
  },
  {
    name: "release_version",
    ways: [
      way({ releaseVersion: "1.31.4-20250101" }, "1.31.4-20250101"),
      way({ releaseVersion: "1.32.1-20250301" }, "1.32.1-20250301"),
    ],
  },
  {
    name: "capacity_type",
    fixed: true,
    ways: [way({ capacityType: "ON_DEMAND" }, "ON_DEMAND"), way({ capacityType: "SPOT" }, "SPOT")],
  },
  {
    name: "ami_type",
    fixed: true,
    ways: [
      way({ amiType: "AL2023_x86_64_STANDARD" }, "AL2023_x86_64_STANDARD"),
      way({ amiType: "BOTTLEROCKET_x86_64" }, "BOTTLEROCKET_x86_64"),
    ],
  },
  { name: "disk_size", fixed: true, ways: [way({ diskSize: 20 }, 20), way({ diskSize: 50 }, 50)] },
  {
    name: "instance_types",
    fixed: true,
    ways: [
      way({ instanceTypes: ["t3.medium"] }, ["t3.medium"]),
      way({ instanceTypes: ["m5.large", "m6i.large"] }, ["m5.large", "m6i.large"]),
      way({ instanceTypes: ["m6i.large", "m5.large"] }, ["m6i.large", "m5.large"]),
    ],
  },
  {
    name: "subnet_ids",
    required: true,
    fixed: true,
    ways: [
      way({ subnets: ["subnet-a", "subnet-b"] }, ["subnet-b", "subnet-a"]),
      way({ subnets: ["subnet-c"] }, ["subnet-c"]),
    ],
  },
  {
    name: "update_config",
    ways: [
      way({ updateConfig: { maxUnavailable: 1 } }, [{ max_unavailable: 1 }]),
      way({ updateConfig: { maxUnavailable: 2 } }, [{ max_unavailable: 2 }]),
      way({ updateConfig: { maxUnavailablePercentage: 33 } }, [{ max_unavailable_percentage: 33 }]),
    ],
  },
  {
    name: "node_repair_config",
    ways: [
      way({ nodeRepairConfig: { enabled: true } }, [{ enabled: true }]),
      way({ nodeRepairConfig: { enabled: false } }, [{ enabled: false }]),
    ],
  },
  { name: "status", ways: [way({ status: "ACTIVE" }), way({ status: "DEGRADED" })] },
];

const block = (data: JsonObject, config: JsonValue) => way(data, config);

export const TEMPLATE_ASPECTS: readonly Aspect[] = [
  {
    name: "image_id",
    ways: ["ami-00000000000000001", "ami-00000000000000002"].map((id) => way({ imageId: id }, id)),
  },
  { name: "instance_type", ways: ["m5.large", "t3.small"].map((type) => way({ instanceType: type }, type)) },
  { name: "key_name", ways: ["one", "two"].map((name) => way({ keyName: name }, name)) },
  { name: "user_data", ways: ["eA==", "eXo="].map((text) => way({ userData: text }, text)) },
  {
    name: "ebs_optimized",
    ways: [way({ ebsOptimized: true }, "true"), way({ ebsOptimized: false }, "false")],
  },
  {
    name: "block_device_mappings",
    ways: [20, 30].map((volumeSize) =>
      block(
        {
          blockDeviceMappingSet: [
            {
              deviceName: "/dev/xvda",
              ebs: { volumeSize, volumeType: "gp3", deleteOnTermination: true, encrypted: volumeSize > 20 },
            },
          ],
        },
        [
          {
            device_name: "/dev/xvda",
            ebs: [
              {
                volume_size: volumeSize,
                volume_type: "gp3",
                delete_on_termination: "true",
                encrypted: volumeSize > 20 ? "true" : "false",
              },
            ],
          },
        ],
      ),
    ),
  },
  {
    name: "metadata_options",
    ways: [
      block({ metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 } }, [
        { http_tokens: "required", http_put_response_hop_limit: 2 },
      ]),
      block({ metadataOptions: { httpTokens: "optional", httpEndpoint: "enabled" } }, [
        { http_tokens: "optional", http_endpoint: "enabled" },
      ]),
    ],
  },
  {
    name: "monitoring",
    ways: [true, false].map((enabled) => block({ monitoring: { enabled } }, [{ enabled }])),
  },
  {
    name: "vpc_security_group_ids",
    ways: [["sg-1"], ["sg-2", "sg-1"]].map((ids) => way({ securityGroupIdSet: ids }, ids)),
  },
  {
    name: "iam_instance_profile",
    ways: ["p", "q"].map((name) => block({ iamInstanceProfile: { name } }, [{ name }])),
  },
  {
    name: "tag_specifications",
    ways: ["1", "2"].map((value) =>
      block(
        {
          tagSpecificationSet: [
            { resourceType: "instance", tagSet: [{ key: "A", value }] },
            { resourceType: "volume", tagSet: [{ key: "B", value: "x" }] },
          ],
        },
        [
          { resource_type: "instance", tags: { A: value } },
          { resource_type: "volume", tags: { B: "x" } },
        ],
      ),
    ),
  },
  {
    name: "network_interfaces",
    ways: [true, false].map((associate) =>
      block({ networkInterfaceSet: [{ deviceIndex: 0, associatePublicIpAddress: associate }] }, [
        { device_index: 0, associate_public_ip_address: associate ? "true" : "false" },
      ]),
    ),
  },
  {
    name: "credit_specification",
    ways: ["standard", "unlimited"].map((credits) =>
      block({ creditSpecification: { cpuCredits: credits } }, [{ cpu_credits: credits }]),
    ),
  },
  {
    name: "placement",
    ways: ["a", "b"].map((name) => block({ placement: { groupName: name } }, [{ group_name: name }])),
  },
  {
    name: "disable_api_termination",
    ways: [true, false].map((value) => way({ disableApiTermination: value }, value)),
  },
];
