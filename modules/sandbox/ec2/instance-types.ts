import {
  findInstanceType,
  type InstanceType,
  instanceTypes,
  isBurstable,
} from "../catalog/instance-types.js";
import { zonesOf } from "../catalog/zones.js";
import type { Answer, Call } from "../protocol/call.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { applyFilters } from "./describe-filters.js";
import { describePage } from "./describe-page.js";
import { ec2Error } from "./ec2-errors.js";

export function describeInstanceTypes(_call: Call, parameters: QueryParameters): Answer {
  const names = parameters.strings("InstanceType");
  const missing = names.filter((name) => findInstanceType(name) === undefined);
  if (missing.length > 0) {
    throw ec2Error(
      "InvalidInstanceType",
      `The following supplied instance types do not exist: [${missing.join(", ")}]`,
    );
  }
  const asked =
    names.length === 0
      ? [...instanceTypes().values()]
      : names.flatMap((name) => findInstanceType(name) ?? []);
  const filtered = applyFilters(asked, parameters, (type, filter) => {
    switch (filter) {
      case "instance-type":
        return [type.name];
      case "processor-info.supported-architecture":
        return [type.architecture];
      case "vcpu-info.default-vcpus":
        return [String(type.vCpus)];
      case "memory-info.size-in-mib":
        return [String(type.memoryMiB)];
      case "hypervisor":
        return [type.hypervisor];
      case "bare-metal":
        return ["false"];
      case "burstable-performance-supported":
        return [String(isBurstable(type))];
      case "current-generation":
        return ["true"];
      case "supported-usage-class":
        return ["on-demand", "spot"];
      default:
        return undefined;
    }
  });
  const page = describePage(filtered, ({ name }) => name, withDefaultSize(parameters));
  return { instanceTypeSet: page.items.map(instanceTypeView), nextToken: page.nextToken };
}

export function describeInstanceTypeOfferings(call: Call, parameters: QueryParameters): Answer {
  const locationType = parameters.string("LocationType") ?? "region";
  const zones = zonesOf(call.place.region);
  const locations =
    locationType === "availability-zone"
      ? zones.map(({ name }) => name)
      : locationType === "availability-zone-id"
        ? zones.map(({ id }) => id)
        : [call.place.region];
  const all = [...instanceTypes().keys()].flatMap((instanceType) =>
    locations.map((location) => ({ instanceType, locationType, location })),
  );
  const filtered = applyFilters(all, parameters, (offering, filter) => {
    if (filter === "instance-type") return [offering.instanceType];
    return filter === "location" ? [offering.location] : undefined;
  });
  const page = describePage(filtered, (row) => `${row.instanceType}/${row.location}`, parameters);
  return { instanceTypeOfferingSet: page.items, nextToken: page.nextToken };
}

function withDefaultSize(parameters: QueryParameters): QueryParameters {
  return parameters.string("MaxResults") !== undefined || parameters.strings("InstanceType").length > 0
    ? parameters
    : { ...parameters, string: (name) => (name === "MaxResults" ? "100" : parameters.string(name)) };
}

function instanceTypeView(type: InstanceType): Answer {
  const { accelerator } = type;
  const inferentia = accelerator?.manufacturer === "AWS";
  return {
    instanceType: type.name,
    currentGeneration: true,
    freeTierEligible: false,
    supportedUsageClasses: ["on-demand", "spot"],
    supportedRootDeviceTypes: ["ebs"],
    supportedVirtualizationTypes: ["hvm"],
    bareMetal: false,
    hypervisor: type.hypervisor,
    processorInfo: { supportedArchitectures: [type.architecture], manufacturer: type.manufacturer },
    vCpuInfo: {
      defaultVCpus: type.vCpus,
      defaultCores: Math.max(1, Math.floor(type.vCpus / type.threadsPerCore)),
      defaultThreadsPerCore: type.threadsPerCore,
    },
    memoryInfo: { sizeInMiB: type.memoryMiB },
    instanceStorageSupported: /^[a-z]+\d+[a-z]*d[a-z]*\./.test(type.name),
    ebsInfo: {
      ebsOptimizedSupport: "default",
      encryptionSupport: "supported",
      nvmeSupport: type.hypervisor === "nitro" ? "required" : "unsupported",
    },
    networkInfo: {
      networkPerformance: "Up to 10 Gigabit",
      maximumNetworkInterfaces: type.networkInterfaces,
      maximumNetworkCards: 1,
      defaultNetworkCardIndex: 0,
      networkCards: [
        {
          networkCardIndex: 0,
          networkPerformance: "Up to 10 Gigabit",
          maximumNetworkInterfaces: type.networkInterfaces,
        },
      ],
      ipv4AddressesPerInterface: type.addressesPerInterface,
      ipv6AddressesPerInterface: type.addressesPerInterface,
      ipv6Supported: true,
      enaSupport: type.hypervisor === "nitro" ? "required" : "supported",
      efaSupported: false,
    },
    ...(accelerator !== undefined && !inferentia
      ? {
          gpuInfo: {
            gpus: [
              { name: accelerator.name, manufacturer: accelerator.manufacturer, count: accelerator.count },
            ],
          },
        }
      : {}),
    ...(accelerator !== undefined && inferentia
      ? {
          inferenceAcceleratorInfo: {
            accelerators: [{ count: accelerator.count, name: accelerator.name, manufacturer: "AWS" }],
          },
        }
      : {}),
    placementGroupInfo: { supportedStrategies: ["cluster", "partition", "spread"] },
    hibernationSupported: false,
    burstablePerformanceSupported: isBurstable(type),
    dedicatedHostsSupported: false,
    autoRecoverySupported: true,
    supportedBootModes: ["legacy-bios", "uefi"],
  };
}
