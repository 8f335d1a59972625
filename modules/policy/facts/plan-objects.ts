import type { JsonObject, JsonValue, ResourceChange, StateModule, StateResource } from "../../plan/index.js";
import type { JudgedPlan } from "../judged-plans.js";
import { type ConfigurationIndex, configurationAddress, indexConfiguration } from "./configuration-index.js";
import { judgedTypes } from "./judged-types.js";
import { elements, member, textOf } from "./read-json.js";

/** The parts of one stack's plan that facts are made from. */
export interface PlanObjects {
  readonly stack: string;
  readonly plan: JudgedPlan;
  readonly region: string | undefined;
  readonly changes: readonly ResourceChange[];
  /** Data sources as they were read, and managed resources as they were before the plan. */
  readonly prior: readonly StateResource[];
  readonly configuration: ConfigurationIndex;
  readonly templates: LaunchTemplateIndex;
  /** Clusters that the plan manages or reads. */
  readonly clusters: readonly ClusterPlace[];
}

/** The launch templates of a plan, to be found without a search. */
export interface LaunchTemplateIndex {
  /** By address without instance keys, then by instance key. */
  readonly byConfiguration: ReadonlyMap<string, ReadonlyMap<string | number | undefined, ResourceChange>>;
  /** By id and by name. */
  readonly byIdentity: ReadonlyMap<string, ResourceChange>;
}

/** A cluster resource or data source, by its address without instance keys. */
export interface ClusterPlace {
  readonly configurationAddress: string;
  readonly index: string | number | undefined;
  readonly name: string | undefined;
}

export function planObjects(stack: string, plan: JudgedPlan): PlanObjects {
  const changes = (plan.resource_changes ?? []).filter(
    (change) => change.deposed === undefined && judgedTypes.has(change.type),
  );
  const prior: StateResource[] = [];
  collectResources(plan.prior_state?.values?.root_module, prior);
  return {
    stack,
    plan,
    region: planRegion(plan, prior),
    changes,
    prior,
    configuration: indexConfiguration(plan.configuration),
    templates: indexTemplates(changes),
    clusters: [...changes.map(clusterOfChange), ...prior.map(clusterOfState)].filter(
      (place): place is ClusterPlace => place !== undefined,
    ),
  };
}

/** Region of an ARN, e.g. `eu-central-1` of `arn:aws:eks:eu-central-1:111122223333:cluster/prod`. */
export function regionOfArn(arn: string | undefined): string | undefined {
  return /^arn:[^:]*:[^:]*:([a-z0-9-]+):/.exec(arn ?? "")?.[1];
}

/** Where a resource of a plan lives, as far as the plan's JSON tells it. */
export interface ProviderPlace {
  readonly region: string | undefined;
  /** Of the default provider, where they are written as constants. */
  readonly profile: string | undefined;
  readonly roleArn: string | undefined;
}

/** Tells the places of a plan's resources: the region by the resource's ARN, else the plan's one region. */
export function resourcePlaces(plan: JudgedPlan): (resource: ResourceChange) => ProviderPlace {
  const prior: StateResource[] = [];
  collectResources(plan.prior_state?.values?.root_module, prior);
  const region = planRegion(plan, prior);
  const provider = defaultProvider(plan.configuration);
  const profile = textOf(member(member(provider, "profile"), "constant_value"));
  const [role] = elements(member(provider, "assume_role"));
  const roleArn = textOf(member(member(role, "role_arn"), "constant_value"));
  return ({ change }) => ({
    region: regionOfArn(textOf(member(change.before, "arn"))) ?? region,
    profile,
    roleArn,
  });
}

function planRegion(plan: JudgedPlan, prior: readonly StateResource[]): string | undefined {
  return plan.fleetwright?.region ?? configuredRegion(plan.configuration) ?? onlyRegion(prior);
}

function indexTemplates(changes: readonly ResourceChange[]): LaunchTemplateIndex {
  const byConfiguration = new Map<string, Map<string | number | undefined, ResourceChange>>();
  const byIdentity = new Map<string, ResourceChange>();
  for (const change of changes) {
    if (change.type !== "aws_launch_template" || change.mode !== "managed") continue;
    const address = configurationAddress(change);
    const instances = byConfiguration.get(address) ?? new Map<string | number | undefined, ResourceChange>();
    byConfiguration.set(address, instances.set(change.index, change));
    for (const values of [change.change.before, change.change.after]) {
      for (const identity of [textOf(member(values, "id")), textOf(member(values, "name"))]) {
        if (identity !== undefined) byIdentity.set(identity, change);
      }
    }
  }
  return { byConfiguration, byIdentity };
}

function clusterOfChange(change: ResourceChange): ClusterPlace | undefined {
  if (change.type !== "aws_eks_cluster") return undefined;
  const values = change.change.after ?? change.change.before;
  return {
    configurationAddress: configurationAddress(change),
    index: change.index,
    name: textOf(member(values, "name")),
  };
}

function clusterOfState(resource: StateResource): ClusterPlace | undefined {
  if (resource.type !== "aws_eks_cluster") return undefined;
  return {
    configurationAddress: configurationAddress({ ...resource, module_address: moduleOf(resource.address) }),
    index: resource.index,
    name: textOf(member(resource.values, "name")),
  };
}

/** The module part of an address in state values, which do not give it on its own. */
function moduleOf(address: string): string {
  const step = String.raw`module\.[^.[]+(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?`;
  return new RegExp(`^(${step}(?:\\.${step})*)\\.`).exec(address)?.[1] ?? "";
}

/** All resources of judged types in a state's module and its children. */
export function collectResources(module: StateModule | undefined, found: StateResource[]): void {
  if (module === undefined) return;
  for (const resource of module.resources ?? []) if (judgedTypes.has(resource.type)) found.push(resource);
  for (const child of module.child_modules ?? []) collectResources(child, found);
}

/** The region of all that the plan has read, where there is but one. */
function onlyRegion(prior: readonly StateResource[]): string | undefined {
  const regions = new Set(prior.map(({ values }) => regionOfArn(textOf(member(values, "arn")))));
  regions.delete(undefined);
  const [only] = regions;
  return regions.size === 1 ? only : undefined;
}

/** The default provider's region, where it is written as a constant. */
function configuredRegion(configuration: JsonObject): string | undefined {
  return textOf(member(member(defaultProvider(configuration), "region"), "constant_value"));
}

function defaultProvider(configuration: JsonObject): JsonValue | undefined {
  return member(member(member(configuration, "provider_config"), "aws"), "expressions");
}
