/** One instance of a resource: `aws_eks_node_group.a`, `aws_eks_node_group.a[0]`, `….a["x"]`. */
export type InstanceKey = string | number | null;

/** The address of an instance as Terraform writes it; keys are quoted as in its expressions. */
export function instanceAddress(resource: string, key: InstanceKey): string {
  if (key === null) return resource;
  if (typeof key === "number") return `${resource}[${key}]`;
  return `${resource}[${quote(key)}]`;
}

/** Orders instance keys as Terraform does: none, then numbers by size, then strings. */
export function compareKeys(left: InstanceKey, right: InstanceKey): number {
  const rank = keyRank(left) - keyRank(right);
  if (rank !== 0) return rank;
  if (typeof left === "number" && typeof right === "number") return left - right;
  const [a, b] = [String(left), String(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function keyRank(key: InstanceKey): number {
  return key === null ? 0 : typeof key === "number" ? 1 : 2;
}

function quote(text: string): string {
  return JSON.stringify(text).replaceAll("${", "$$${").replaceAll("%{", "%%{");
}
