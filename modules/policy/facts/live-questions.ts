import type { JsonValue, ResourceChange, StateResource } from "../../plan/index.js";
import type { JudgedPlan } from "../judged-plans.js";
import { actionOf } from "./change-action.js";
import { collectResources } from "./plan-objects.js";
import { countOf, member, textOf, textsOf } from "./read-json.js";

/** A plan, and the place (account and region) of each of its resources; null: it cannot be reached. */
export interface LiveSubject<Place> {
  readonly plan: JudgedPlan;
  placeOf(resource: ResourceChange): Place | null;
}

/** What the rules want to know of one place beside what the plans say. */
export interface LiveQuestions {
  readonly subnets: Set<string>;
  readonly instanceTypes: Set<string>;
  /** Ids of launch templates with so many versions that their number matters. */
  readonly launchTemplates: Set<string>;
  readonly clusters: Map<string, ClusterQuestions>;
  /** A cluster or a group changes: until when is its version supported? */
  calendar: boolean;
}

export interface ClusterQuestions {
  /** Nothing in the plan tells its version and status. */
  version: boolean;
  /** A group is created: how many are there already? */
  groupNames: boolean;
  /** Existing groups that change. */
  readonly changed: Set<string>;
  /** Groups that were not ACTIVE when the plan read them: what ails them, or what is going on? */
  readonly groups: Set<string>;
  /** The cluster or an add-on changes: which add-ons are installed, and what do they support? */
  installedAddons: boolean;
  /** Nodes are replaced or removed: which disruption budgets and volumes are in the way? */
  disruptions: boolean;
  /** Add-ons of the plan whose compatibility matters. */
  readonly addons: Set<string>;
}

/** From how many versions of a launch template on they are counted: EC2 keeps 10,000, and 200 come a call. */
const COUNT_FROM_VERSION = 1000;

/**
 * What has to be asked, by place, so that the rules can decide. Only of what changes: a plan without changes asks nothing. A
 * group that stays as it is counts where its stack changes, because it is what keeps a zone.
 */
export function liveQuestions<Place>(
  subjects: readonly LiveSubject<Place>[],
): ReadonlyMap<Place, LiveQuestions> {
  const all = new Map<Place, LiveQuestions>();
  for (const subject of subjects) {
    const managed = (subject.plan.resource_changes ?? []).filter(({ mode }) => mode === "managed");
    if (!managed.some(changes)) continue;
    const clusters = knownClusters(subject.plan, managed);
    for (const resource of managed) {
      const place = asked.has(resource.type) ? subject.placeOf(resource) : null;
      if (place === null) continue;
      const questions = all.get(place) ?? noQuestions();
      all.set(place, questions);
      if (changes(resource)) questions.calendar = true;
      ask(resource, clusters, questions);
    }
  }
  return all;
}

const asked: ReadonlySet<string> = new Set([
  "aws_eks_cluster",
  "aws_eks_node_group",
  "aws_eks_addon",
  "aws_launch_template",
]);

function noQuestions(): LiveQuestions {
  return {
    subnets: new Set(),
    instanceTypes: new Set(),
    launchTemplates: new Set(),
    clusters: new Map(),
    calendar: false,
  };
}

function ask(resource: ResourceChange, known: KnownClusters, questions: LiveQuestions): void {
  const { before, after } = resource.change;
  switch (resource.type) {
    case "aws_eks_node_group":
      askOfGroup(resource, known, questions);
      return;
    case "aws_eks_cluster": {
      const name = textAt(before, "name");
      if (name === undefined || !changes(resource)) return;
      clusterAt(questions, name).installedAddons = true;
      return;
    }
    case "aws_eks_addon": {
      const cluster = textAt(after, "cluster_name");
      const addon = textAt(after, "addon_name");
      if (cluster === undefined || addon === undefined) return;
      const owner = known.managed.get(cluster);
      if (changes(resource) || (owner !== undefined && changes(owner)))
        clusterAt(questions, cluster).addons.add(addon);
      return;
    }
    case "aws_launch_template": {
      const id = textAt(before, "id");
      const latest = countOf(member(before, "latest_version")) ?? 0;
      const type = textAt(after, "instance_type");
      if (!changes(resource)) return;
      if (id !== undefined && latest > COUNT_FROM_VERSION) questions.launchTemplates.add(id);
      if (type !== undefined) questions.instanceTypes.add(type);
      return;
    }
  }
}

function askOfGroup(resource: ResourceChange, known: KnownClusters, questions: LiveQuestions): void {
  const { before, after } = resource.change;
  for (const side of [before, after]) for (const id of textsAt(side, "subnet_ids")) questions.subnets.add(id);
  if (!changes(resource)) return;
  for (const type of textsAt(after, "instance_types")) questions.instanceTypes.add(type);
  const cluster = textAt(after, "cluster_name") ?? textAt(before, "cluster_name");
  if (cluster === undefined) return;
  const resourceOfCluster = known.managed.get(cluster);
  if (resourceOfCluster !== undefined && actionOf(resourceOfCluster.change) === "create") return;
  const own = clusterAt(questions, cluster);
  if (resourceOfCluster === undefined && !known.read.has(cluster)) own.version = true;
  if (actionOf(resource.change) === "create") own.groupNames = true;
  else own.disruptions = true;
  const name = textAt(before, "node_group_name");
  if (name !== undefined) own.changed.add(name);
  if (name !== undefined && textAt(before, "status") !== "ACTIVE") own.groups.add(name);
}

function clusterAt({ clusters }: LiveQuestions, name: string): ClusterQuestions {
  const known = clusters.get(name) ?? {
    version: false,
    groupNames: false,
    changed: new Set(),
    groups: new Set(),
    installedAddons: false,
    disruptions: false,
    addons: new Set(),
  };
  clusters.set(name, known);
  return known;
}

function changes({ change }: ResourceChange): boolean {
  return change.actions.some((action) => action !== "no-op" && action !== "read");
}

/** The clusters that a plan manages, and those that it has read with their version. */
interface KnownClusters {
  readonly managed: ReadonlyMap<string, ResourceChange>;
  readonly read: ReadonlySet<string>;
}

function knownClusters(plan: JudgedPlan, managed: readonly ResourceChange[]): KnownClusters {
  const prior: StateResource[] = [];
  collectResources(plan.prior_state?.values?.root_module, prior);
  return {
    managed: new Map(
      managed
        .filter(({ type }) => type === "aws_eks_cluster")
        .map((resource) => [
          textAt(resource.change.after, "name") ?? textAt(resource.change.before, "name") ?? "",
          resource,
        ]),
    ),
    read: new Set(
      prior
        .filter(({ type, values }) => type === "aws_eks_cluster" && textAt(values, "version") !== undefined)
        .map(({ values }) => textAt(values, "name") ?? ""),
    ),
  };
}

function textAt(values: JsonValue | undefined, key: string): string | undefined {
  return textOf(member(values, key));
}

function textsAt(values: JsonValue | undefined, key: string): readonly string[] {
  return textsOf(member(values, key)) ?? [];
}
