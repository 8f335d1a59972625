import { stringify } from "yaml";
import { type Diagnostic, FleetwrightError } from "../../diagnostics/index.js";
import { type FleetDocument, locateNearest } from "../document/fleet-document.js";
import { parseDocuments } from "../document/parse-documents.js";
import { readFiles } from "../document/read-files.js";
import type { PathStep } from "../origin.js";
import { steps } from "../schema/parse-leniently.js";
import { convertNodeGroup } from "./convert-node-group.js";
import { carriedKeys, type EksctlConfig, eksctlSchema } from "./eksctl-schema.js";

export interface EksctlOptions {
  /** Name of the fleet that is made. */
  readonly fleetName: string;
  /** What an eksctl file does not say; found in its role ARNs where it has any. */
  readonly account?: string;
  /** Role of nodes whose group names none. */
  readonly nodeRole?: string;
  readonly workingDirectory?: string;
}

export interface EksctlFleet {
  /** A fleet file, as text. */
  readonly fleetFile: string;
  /** What could not be carried over, each with its place in the eksctl file. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * Makes a fleet file of an eksctl ClusterConfig. The groups are new ones: a live group that eksctl made keeps
 * eksctl's launch template for ever, because EKS never lets a group have another. Throws a FleetwrightError
 * for a file that is none.
 */
export async function readEksctlConfig(file: string, options: EksctlOptions): Promise<EksctlFleet> {
  const { files, diagnostics } = await readFiles([file], options.workingDirectory ?? process.cwd());
  const parsed = files.map((each) => parseDocuments(each.source, each.directory));
  const problems = [...diagnostics, ...parsed.flatMap((each) => each.diagnostics)];
  const documents = parsed.flatMap((each) => each.documents);
  const warnings: Diagnostic[] = [];
  const clusters = documents.flatMap((document) => {
    const config = eksctlSchema.safeParse(document.value);
    if (config.success) return [convertCluster(config.data, document, options, warnings)];
    for (const issue of config.error.issues) {
      problems.push(
        diagnostic("error", "EKSCTL_INVALID", document, steps(issue.path), {
          summary: `This is not right in an eksctl ClusterConfig: ${issue.path.join(".") || "the whole file"}`,
          detail: `${issue.message}.`,
        }),
      );
    }
    return [];
  });
  if (problems.length > 0) throw new FleetwrightError("user", problems);
  const fleet = { apiVersion: "fleetwright.dev/v1", kind: "Fleet", name: options.fleetName, clusters };
  return { fleetFile: stringify(fleet, { lineWidth: 110, aliasDuplicateObjects: false }), warnings };
}

function convertCluster(
  config: EksctlConfig,
  document: FleetDocument,
  options: EksctlOptions,
  warnings: Diagnostic[],
): object {
  const warn = (path: readonly PathStep[], summary: string, detail: string) =>
    warnings.push(diagnostic("warning", "EKSCTL_NOT_CARRIED", document, path, { summary, detail }));
  const { name, region, version, tags } = config.metadata;
  const roles = (config.managedNodeGroups ?? []).flatMap((group) => group.iam?.instanceRoleARN ?? []);
  const account =
    options.account ?? /^arn:[^:]+:iam::(\d{12}):/.exec(options.nodeRole ?? roles[0] ?? "")?.[1];
  const zones = zonesOf(config);
  if (zones.length === 0) {
    const detail =
      "eksctl made them itself. List them under zones: [{name: eu-central-1a, subnet: subnet-…}].";
    warn(["vpc"], "The file does not say the subnets", detail);
  }
  if (account === undefined)
    warn(["metadata"], "The file does not say the account", "Add account to the cluster.");
  if (version === undefined)
    warn(["metadata"], "The file does not say the Kubernetes version", "Add kubernetesVersion.");
  if (options.nodeRole === undefined && roles.length < (config.managedNodeGroups ?? []).length) {
    const detail = "eksctl made roles of its own for groups that name none. Add nodeRole to the cluster.";
    warn(["managedNodeGroups"], "The file does not say the role of all nodes", detail);
  }
  for (const [index, group] of (config.nodeGroups ?? []).entries()) {
    const detail = "It is self-managed: `fleetwright migrate` moves its work to a managed group.";
    warn(["nodeGroups", index], `The node group "${group.name ?? index}" is left out`, detail);
  }
  const nodeGroups = (config.managedNodeGroups ?? []).map((group, index) => {
    const path = ["managedNodeGroups", index];
    const converted = convertNodeGroup(
      group,
      zones.map((zone) => zone.name),
    );
    for (const { key, reason } of converted.left) {
      warn([...path, key], `"${key}" of "${group.name}" is not carried over`, reason);
    }
    for (const key of Object.keys(group).filter((each) => !carriedKeys.has(each))) {
      warn(
        [...path, key],
        `"${key}" of "${group.name}" is not carried over`,
        "A fleet file has no word for it.",
      );
    }
    return converted.nodeGroup;
  });
  return {
    name,
    region,
    ...(account === undefined ? {} : { account }),
    ...(version === undefined ? {} : { kubernetesVersion: version }),
    ...(options.nodeRole === undefined ? {} : { nodeRole: options.nodeRole }),
    ...(tags === undefined ? {} : { tags }),
    zones,
    nodeGroups,
  };
}

/** Private subnets where there are any: nodes are best there. */
function zonesOf(config: EksctlConfig): { name: string; subnet: string }[] {
  const subnets = config.vpc?.subnets?.private ?? config.vpc?.subnets?.public ?? {};
  return Object.entries(subnets).flatMap(([key, subnet]) =>
    subnet.id === undefined ? [] : [{ name: subnet.az ?? key, subnet: subnet.id }],
  );
}

function diagnostic(
  severity: Diagnostic["severity"],
  code: string,
  document: FleetDocument,
  path: readonly PathStep[],
  text: { readonly summary: string; readonly detail: string },
): Diagnostic {
  return { severity, code, ...text, location: document.locateKey(path) ?? locateNearest(document, path) };
}
