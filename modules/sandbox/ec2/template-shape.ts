/**
 * The shape of launch template data: how a request's parameter names become an answer's element names.
 * A plain member's answer name is its own with a small first letter; lists have names of their own.
 */
export type Shape =
  | "string"
  | "integer"
  | "number"
  | "boolean"
  | { readonly members: Readonly<Record<string, Shape>> }
  | { readonly list: Shape; readonly as: string };

const struct = (members: Readonly<Record<string, Shape>>): Shape => ({ members });
const list = (as: string, of: Shape): Shape => ({ list: of, as });
const strings = (as: string): Shape => list(as, "string");
const each = <Kind extends Shape>(kind: Kind, names: string): Record<string, Shape> =>
  Object.fromEntries(names.split(" ").map((name) => [name, kind]));
const range = (kind: Shape): Shape => struct({ Min: kind, Max: kind });

const blockDevice = struct({
  ...each("string", "DeviceName VirtualName NoDevice"),
  Ebs: struct({
    ...each("boolean", "Encrypted DeleteOnTermination"),
    ...each("integer", "Iops VolumeSize Throughput VolumeInitializationRate EbsCardIndex"),
    ...each("string", "KmsKeyId SnapshotId VolumeType"),
  }),
});

const networkInterface = struct({
  ...each("boolean", "AssociateCarrierIpAddress AssociatePublicIpAddress DeleteOnTermination PrimaryIpv6"),
  ...each("string", "Description InterfaceType NetworkInterfaceId PrivateIpAddress SubnetId"),
  ...each(
    "integer",
    "DeviceIndex Ipv6AddressCount SecondaryPrivateIpAddressCount NetworkCardIndex Ipv4PrefixCount Ipv6PrefixCount EnaQueueCount",
  ),
  SecurityGroupId: strings("groupSet"),
  Ipv6Addresses: list("ipv6AddressesSet", struct({ Ipv6Address: "string" })),
  PrivateIpAddresses: list(
    "privateIpAddressesSet",
    struct({ Primary: "boolean", PrivateIpAddress: "string" }),
  ),
  Ipv4Prefix: list("ipv4PrefixSet", struct({ Ipv4Prefix: "string" })),
  Ipv6Prefix: list("ipv6PrefixSet", struct({ Ipv6Prefix: "string" })),
  EnaSrdSpecification: struct({
    EnaSrdEnabled: "boolean",
    EnaSrdUdpSpecification: struct({ EnaSrdUdpEnabled: "boolean" }),
  }),
  ConnectionTrackingSpecification: struct(
    each("integer", "TcpEstablishedTimeout UdpStreamTimeout UdpTimeout"),
  ),
});

const secondaryInterface = struct({
  DeleteOnTermination: "boolean",
  ...each("integer", "DeviceIndex NetworkCardIndex PrivateIpAddressCount"),
  ...each("string", "InterfaceType SecondarySubnetId"),
  PrivateIpAddress: list("privateIpAddressesSet", struct({ PrivateIpAddress: "string" })),
});

const instanceRequirements = struct({
  VCpuCount: range("integer"),
  MemoryMiB: range("integer"),
  MemoryGiBPerVCpu: range("number"),
  NetworkInterfaceCount: range("integer"),
  TotalLocalStorageGB: range("number"),
  BaselineEbsBandwidthMbps: range("integer"),
  AcceleratorCount: range("integer"),
  AcceleratorTotalMemoryMiB: range("integer"),
  NetworkBandwidthGbps: range("number"),
  CpuManufacturer: strings("cpuManufacturerSet"),
  ExcludedInstanceType: strings("excludedInstanceTypeSet"),
  AllowedInstanceType: strings("allowedInstanceTypeSet"),
  InstanceGeneration: strings("instanceGenerationSet"),
  LocalStorageType: strings("localStorageTypeSet"),
  AcceleratorType: strings("acceleratorTypeSet"),
  AcceleratorManufacturer: strings("acceleratorManufacturerSet"),
  AcceleratorName: strings("acceleratorNameSet"),
  ...each("string", "BareMetal BurstablePerformance LocalStorage"),
  ...each("boolean", "RequireHibernateSupport RequireEncryptionInTransit"),
  ...each(
    "integer",
    "SpotMaxPricePercentageOverLowestPrice OnDemandMaxPricePercentageOverLowestPrice MaxSpotPriceAsPercentageOfOptimalOnDemandPrice",
  ),
  BaselinePerformanceFactors: struct({
    Cpu: struct({ Reference: list("referenceSet", struct({ InstanceFamily: "string" })) }),
  }),
});

export const templateDataShape: Shape = struct({
  ...each(
    "string",
    "KernelId ImageId InstanceType KeyName RamDiskId InstanceInitiatedShutdownBehavior UserData",
  ),
  ...each("boolean", "EbsOptimized DisableApiTermination DisableApiStop"),
  IamInstanceProfile: struct(each("string", "Arn Name")),
  BlockDeviceMapping: list("blockDeviceMappingSet", blockDevice),
  NetworkInterface: list("networkInterfaceSet", networkInterface),
  Monitoring: struct({ Enabled: "boolean" }),
  Placement: struct({
    ...each(
      "string",
      "AvailabilityZone AvailabilityZoneId Affinity GroupName HostId Tenancy SpreadDomain HostResourceGroupArn GroupId",
    ),
    PartitionNumber: "integer",
  }),
  TagSpecification: list(
    "tagSpecificationSet",
    struct({ ResourceType: "string", Tag: list("tagSet", struct({ Key: "string", Value: "string" })) }),
  ),
  ElasticGpuSpecification: list("elasticGpuSpecificationSet", struct({ Type: "string" })),
  ElasticInferenceAccelerator: list(
    "elasticInferenceAcceleratorSet",
    struct({ Type: "string", Count: "integer" }),
  ),
  SecurityGroupId: strings("securityGroupIdSet"),
  SecurityGroup: strings("securityGroupSet"),
  InstanceMarketOptions: struct({
    MarketType: "string",
    SpotOptions: struct({
      ...each("string", "MaxPrice SpotInstanceType ValidUntil InstanceInterruptionBehavior"),
      BlockDurationMinutes: "integer",
    }),
  }),
  CreditSpecification: struct({ CpuCredits: "string" }),
  CpuOptions: struct({
    ...each("integer", "CoreCount ThreadsPerCore"),
    ...each("string", "AmdSevSnp NestedVirtualization"),
  }),
  CapacityReservationSpecification: struct({
    CapacityReservationPreference: "string",
    CapacityReservationTarget: struct(
      each("string", "CapacityReservationId CapacityReservationResourceGroupArn"),
    ),
  }),
  LicenseSpecification: list("licenseSet", struct({ LicenseConfigurationArn: "string" })),
  HibernationOptions: struct({ Configured: "boolean" }),
  MetadataOptions: struct({
    ...each("string", "HttpTokens HttpEndpoint HttpProtocolIpv6 InstanceMetadataTags"),
    HttpPutResponseHopLimit: "integer",
  }),
  EnclaveOptions: struct({ Enabled: "boolean" }),
  InstanceRequirements: instanceRequirements,
  PrivateDnsNameOptions: struct({
    HostnameType: "string",
    ...each("boolean", "EnableResourceNameDnsARecord EnableResourceNameDnsAAAARecord"),
  }),
  MaintenanceOptions: struct({ AutoRecovery: "string" }),
  Operator: struct({ Principal: "string" }),
  NetworkPerformanceOptions: struct({ BandwidthWeighting: "string" }),
  SecondaryInterface: list("secondaryInterfaceSet", secondaryInterface),
});
