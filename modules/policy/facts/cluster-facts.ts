import type { JsonValue, ResourceChange } from "../../plan/index.js";
import { actionOf } from "./change-action.js";
import { clusterVersion } from "./cluster-version.js";
import type { ClusterMaterial, ExtractionSurroundings } from "./extract-facts.js";
import type { AddonFacts, ClusterFacts } from "./facts-schema.js";
import { minorOf } from "./kubernetes-version.js";
import { launchTemplatesOf } from "./launch-template-facts.js";
import { missingTags } from "./missing-tags.js";
import { matchesPattern } from "./name-pattern.js";
import { nodeGroupFacts } from "./node-group-facts.js";
import { elements, hasUnknown, isJsonObject, member, textOf, textsOf } from "./read-json.js";
import { replacementFacts } from "./replacement-facts.js";
import { subnetDemand } from "./subnet-demand.js";

export function clusterFacts(material: ClusterMaterial, around: ExtractionSurroundings): ClusterFacts {
  const { identity, live, resource } = material;
  const { context } = around;
  const stacks = [...material.stacks].sort();
  const [stack = ""] = stacks;
  const parameters = context.parametersOf({ stack });
  const version = clusterVersion({ resource: resource?.change, live, data: material.data });
  const { version_after: versionAfter, minor_before: minorBefore, minor_after: minorAfter } = version;
  const templates = launchTemplatesOf(material, around);
  const steadyClusterVersion =
    versionAfter !== undefined && minorAfter !== undefined && minorBefore === minorAfter
      ? { version: versionAfter, minor: minorAfter }
      : undefined;
  const planned = resource?.change.change.after;
  const groups = material.groups.map(({ objects, change }) => {
    const limits = context.parametersOf({ stack: objects.stack, address: change.address });
    const place = context.fleet?.stacks[objects.stack]?.resources[change.address];
    const name =
      textOf(member(change.change.after, "node_group_name")) ??
      textOf(member(change.change.before, "node_group_name"));
    return nodeGroupFacts(change, {
      objects,
      today: around.today,
      parameters: limits,
      parametersIndex: around.parameters.indexOf(limits),
      zones: around.zones,
      fleetZone: place?.zone,
      fleetGroup: place?.nodeGroup,
      liveGroup: name === undefined ? undefined : live?.nodeGroups?.[name],
      volumesByZone: live?.volumesByZone,
      live: context.live,
      effect: around.effectOf(objects, change.address),
      template: templates.of(change.address),
      steadyClusterVersion,
    });
  });
  return {
    ...version,
    name: identity.name,
    region: identity.region,
    stack: resource?.objects.stack,
    address: resource?.change.address,
    support: supportOf(
      versionAfter,
      { ...context.live.kubernetesVersions, ...parameters.kubernetesVersions },
      around.today,
    ),
    other_groups: otherGroups(material),
    public_endpoint: publicEndpoint(planned),
    secrets_encryption: secretsEncryption(planned, resource?.change.change.after_unknown),
    blocking_budgets: live?.disruptionBudgets
      ?.filter((budget) => budget.disruptionsAllowed === 0)
      .map(({ namespace, name }) => ({ namespace, name })),
    key: identity.key,
    stacks,
    action: resource === undefined ? "none" : actionOf(resource.change.change),
    ...replacementFacts(resource?.change),
    status: live?.status ?? textOf(member(resource?.change.change.before, "status")),
    missing_tags: isJsonObject(planned) ? missingTags(planned, parameters.requiredTags) : [],
    unknown: [...version.unknown, ...unknownTags(resource?.change)],
    parameters: around.parameters.indexOf(parameters),
    protected: identity.name !== undefined && matchesPattern(identity.name, parameters.protectedClusters),
    freezes: parameters.freezeWindows
      .filter(({ from, to }) => Date.parse(from) <= context.now && context.now < Date.parse(to))
      .map(({ name }) => name),
    groups,
    subnet_demand: subnetDemand(groups),
    launch_templates: [...templates.facts],
    addons: addonFacts(material, minorAfter),
  };
}

function supportOf(
  version: string | undefined,
  calendar: { readonly [version: string]: { standardSupportEnds: string; extendedSupportEnds: string } },
  today: number,
): ClusterFacts["support"] {
  const minor = minorOf(version);
  const ends = minor === undefined ? undefined : calendar[`1.${minor}`];
  if (ends === undefined) return undefined;
  const daysUntil = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000 - today;
  return {
    standard_days: daysUntil(ends.standardSupportEnds),
    extended_days: daysUntil(ends.extendedSupportEnds),
  };
}

function unknownTags(resource: ResourceChange | undefined): string[] {
  return hasUnknown(member(resource?.change.after_unknown, "tags_all")) ? ["tags"] : [];
}

/** Live groups that no plan speaks of: they count against the limit of groups too. */
function otherGroups({ live, groups, resource }: ClusterMaterial): number | undefined {
  if (resource !== undefined && actionOf(resource.change.change) === "create") return 0;
  const names = live?.nodeGroupNames;
  if (names === undefined) return undefined;
  const planned = new Set<string | undefined>();
  for (const { change } of groups) {
    planned.add(textOf(member(change.change.before, "node_group_name")));
    planned.add(textOf(member(change.change.after, "node_group_name")));
  }
  return names.filter((name) => !planned.has(name)).length;
}

function publicEndpoint(planned: JsonValue | undefined): ClusterFacts["public_endpoint"] {
  if (!isJsonObject(planned)) return undefined;
  const network = elements(member(planned, "vpc_config"))[0];
  const sources = textsOf(member(network, "public_access_cidrs"));
  return {
    enabled: member(network, "endpoint_public_access") !== false,
    // EKS opens a public endpoint to everyone where no ranges are given.
    open_to_the_world: sources === undefined || sources.length === 0 || sources.includes("0.0.0.0/0"),
  };
}

function secretsEncryption(
  planned: JsonValue | undefined,
  afterUnknown: JsonValue | undefined,
): boolean | undefined {
  if (!isJsonObject(planned)) return undefined;
  const blocks = elements(member(planned, "encryption_config"));
  if (blocks.length === 0 && hasUnknown(member(afterUnknown, "encryption_config"))) return undefined;
  return blocks.some((block) => (textsOf(member(block, "resources")) ?? []).includes("secrets"));
}

/** Add-ons of the plan, and those installed that no plan speaks of: a cluster upgrade concerns both. */
function addonFacts(material: ClusterMaterial, clusterMinor: number | undefined): AddonFacts[] {
  const { live } = material;
  const compatibleWith = (name: string, version: string | undefined): number[] | undefined =>
    version === undefined
      ? undefined
      : live?.addonCompatibility?.[name]?.[version]
          ?.map(minorOf)
          .filter((minor): minor is number => minor !== undefined);
  const planned = material.addons.map(({ objects, change }): AddonFacts => {
    const { before, after } = change.change;
    const name = textOf(member(after, "addon_name")) ?? textOf(member(before, "addon_name")) ?? change.name;
    const version = textOf(member(after, "addon_version"));
    return {
      name,
      stack: objects.stack,
      address: change.address,
      action: actionOf(change.change),
      ...replacementFacts(change),
      version,
      compatible_with: compatibleWith(name, version),
    };
  });
  const known = new Set(planned.map(({ name }) => name));
  if (clusterMinor === undefined) return planned;
  const installed = Object.entries(live?.addons ?? {})
    .filter(([name]) => !known.has(name))
    .map(
      ([name, { version }]): AddonFacts => ({
        name,
        version,
        action: "none",
        replace_paths: [],
        compatible_with: compatibleWith(name, version),
      }),
    );
  return [...planned, ...installed];
}
