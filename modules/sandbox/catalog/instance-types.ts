import { instanceFamilyRows } from "./instance-type-table.js";

/** An EC2 instance type, as far as it matters to node groups. */
export interface InstanceType {
  readonly name: string;
  readonly family: string;
  readonly architecture: "x86_64" | "arm64";
  readonly manufacturer: string;
  readonly hypervisor: "nitro" | "xen";
  readonly threadsPerCore: number;
  readonly vCpus: number;
  readonly memoryMiB: number;
  readonly networkInterfaces: number;
  readonly addressesPerInterface: number;
  readonly accelerator?: { readonly name: string; readonly manufacturer: string; readonly count: number };
}

let table: ReadonlyMap<string, InstanceType> | undefined;

/** Every instance type that the sandbox knows, by name. */
export function instanceTypes(): ReadonlyMap<string, InstanceType> {
  table ??= readTable();
  return table;
}

export function findInstanceType(name: string): InstanceType | undefined {
  return instanceTypes().get(name);
}

/** Pods that fit on a node with the VPC CNI's defaults: ENIs × (addresses − 1) + 2. */
export function maxPods(type: InstanceType): number {
  return type.networkInterfaces * (type.addressesPerInterface - 1) + 2;
}

export function isBurstable(type: InstanceType): boolean {
  return type.family.startsWith("t");
}

function readTable(): Map<string, InstanceType> {
  const types = new Map<string, InstanceType>();
  for (const [
    family,
    architecture,
    manufacturer,
    hypervisor,
    threads,
    accelerator,
    sizes,
  ] of instanceFamilyRows) {
    for (const entry of sizes.split(", ")) {
      const [size = "", vCpus, gib, enis, addresses, accelerators] = entry.split(" ");
      const [maker = "", ...model] = accelerator.split(" ");
      const name = `${family}.${size}`;
      types.set(name, {
        name,
        family,
        architecture,
        manufacturer,
        hypervisor,
        threadsPerCore: threads,
        vCpus: Number(vCpus),
        memoryMiB: Number(gib) * 1024,
        networkInterfaces: Number(enis),
        addressesPerInterface: Number(addresses),
        ...(accelerators === undefined
          ? {}
          : { accelerator: { name: model.join(" "), manufacturer: maker, count: Number(accelerators) } }),
      });
    }
  }
  return types;
}
