import type { Strings, Taint } from "../fleet.js";
import type { Problems } from "./problems.js";

const nameForm = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const prefixForm = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const reservedPrefix = /(^|\.)(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)$/;
const characters =
  "letters, digits, dashes, underscores and dots, beginning and ending with a letter or digit";

/** Kubernetes' rules for labels, and EKS's narrower ones: 63 characters in all, no empty value, reserved prefixes. */
export function checkLabels(labels: Strings, problems: Problems): void {
  for (const [key, value] of Object.entries(labels)) {
    const path = ["labels", key];
    const keyFault = keyProblem(key);
    if (keyFault !== undefined) {
      problems.addAtKey(path, "FLEET_INVALID_LABEL", `"${key}" cannot be the key of a label`, keyFault);
    } else if (reservedPrefix.test(key.split("/").slice(0, -1).join("/"))) {
      problems.addAtKey(
        path,
        "FLEET_INVALID_LABEL",
        `EKS refuses the label "${key}"`,
        "It reserves the prefixes kubernetes.io/, k8s.io/ and eks.amazonaws.com/. Use a prefix of your own, e.g. example.com/role.",
      );
    }
    if (value === "") {
      problems.add(
        path,
        "FLEET_INVALID_LABEL",
        `The label "${key}" has no value`,
        'Kubernetes allows it, EKS asks for 1 to 63 characters. Write one, e.g. "true".',
      );
    } else if (value.length > 63 || !nameForm.test(value)) {
      problems.add(
        path,
        "FLEET_INVALID_LABEL",
        `"${value}" cannot be the value of a label`,
        `A value has at most 63 ${characters}.`,
      );
    }
  }
}

/** Kubernetes' rules for taints; one effect of a key can stand only once. */
export function checkTaints(taints: readonly Taint[], problems: Problems): void {
  const seen = new Set<string>();
  for (const [index, taint] of taints.entries()) {
    const keyFault = keyProblem(taint.key);
    if (keyFault !== undefined && !problems.isBroken(["taints", index, "key"])) {
      problems.add(
        ["taints", index, "key"],
        "FLEET_INVALID_TAINT",
        `"${taint.key}" cannot be the key of a taint`,
        keyFault,
      );
    }
    const value = taint.value ?? "";
    if (value !== "" && (value.length > 63 || !nameForm.test(value))) {
      problems.add(
        ["taints", index, "value"],
        "FLEET_INVALID_TAINT",
        `"${value}" cannot be the value of a taint`,
        `A value has at most 63 ${characters}.`,
      );
    }
    const identity = `${taint.key}:${taint.effect}`;
    if (seen.has(identity) && !problems.isBroken(["taints", index])) {
      problems.add(
        ["taints", index],
        "FLEET_INVALID_TAINT",
        `The taint "${taint.key}" stands twice with the effect ${taint.effect}`,
        "Kubernetes tells taints apart by key and effect. Keep one of the two.",
      );
    }
    seen.add(identity);
  }
}

/** AWS's rules for tags: key 1 to 128, value up to 256, `aws:` reserved, at most 50. */
export function checkTags(tags: Strings, inherited: number, problems: Problems): void {
  for (const [key, value] of Object.entries(tags)) {
    if (key.length === 0 || key.length > 128 || /^aws:/i.test(key)) {
      problems.addAtKey(
        ["tags", key],
        "FLEET_INVALID_TAG",
        `"${key}" cannot be the key of a tag`,
        "A key has 1 to 128 characters and does not begin with aws:, which AWS keeps for itself.",
      );
    }
    if (value.length > 256) {
      problems.add(
        ["tags", key],
        "FLEET_INVALID_TAG",
        `The value of the tag "${key}" is too long`,
        "A value has at most 256 characters.",
      );
    }
  }
  if (Object.keys(tags).length + inherited > 50) {
    problems.addAtKey(
      ["tags"],
      "FLEET_INVALID_TAG",
      "There are more than 50 tags",
      `AWS allows 50 on a resource; here are ${Object.keys(tags).length + inherited} with those of the cluster. Remove some.`,
    );
  }
}

function keyProblem(key: string): string | undefined {
  const parts = key.split("/");
  const [prefix, name] = parts.length === 2 ? parts : [undefined, key];
  if (key.length > 63) return "EKS allows 63 characters in all, the prefix included.";
  if (parts.length > 2 || name === undefined || !nameForm.test(name)) {
    return `A key is a name, or a DNS prefix, a slash and a name. The name has ${characters}, e.g. example.com/role.`;
  }
  if (prefix !== undefined && !prefixForm.test(prefix)) {
    return "What stands before the slash must be a DNS name in lower case, e.g. example.com/role.";
  }
  return undefined;
}
