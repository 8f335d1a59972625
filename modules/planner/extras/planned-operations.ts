import type { PlannedOperation } from "../../plan/index.js";
import type { Operation, OperationWait } from "../../provider/index.js";
import { isWhollyKnown, type ObjectValue, valuesEqual } from "../../values/index.js";
import type { PlannedInstance, PlanWalk } from "../walk/plan-walk.js";
import { parametersJson } from "./operation-parameters.js";

/** A step of the apply: one resource's creation, update or deletion, as operations. */
interface Step {
  readonly instance: PlannedInstance;
  readonly kind: "apply" | "destroy";
  readonly operations: readonly PlannedOperation[];
}

/**
 * The API calls of the plan in an order that apply will keep: creations and updates after what they depend
 * on, deletions before it; a replacement deletes first, or, with create-before-destroy, last.
 */
export function plannedOperations(walk: PlanWalk): readonly PlannedOperation[] {
  const steps = walk.planned.flatMap((instance) => stepsOf(walk, instance));
  const byResource = new Map<string, Step[]>();
  for (const step of steps) {
    const { resourceAddress } = step.instance;
    byResource.set(resourceAddress, [...(byResource.get(resourceAddress) ?? []), step]);
  }
  const ordered: Step[] = [];
  const visited = new Set<Step>();
  const after = new Map<Step, readonly Step[]>();
  const visit = (step: Step): void => {
    if (visited.has(step)) return;
    visited.add(step);
    const before = predecessors(walk, step, byResource);
    after.set(step, before);
    for (const predecessor of before) visit(predecessor);
    ordered.push(step);
  };
  for (const step of steps) visit(step);
  return ordered.flatMap((step) => withPredecessors(step, after.get(step) ?? []));
}

function withPredecessors(step: Step, before: readonly Step[]): readonly PlannedOperation[] {
  const last = before.flatMap(({ operations }) => operations.slice(-1).map(({ id }) => id));
  return step.operations.map((operation, index) => {
    const earlier = step.operations[index - 1];
    return { ...operation, after: index === 0 || earlier === undefined ? last : [earlier.id] };
  });
}

/** The steps that must be done before this one, next to it in the graph. */
function predecessors(
  walk: PlanWalk,
  step: Step,
  byResource: ReadonlyMap<string, readonly Step[]>,
): readonly Step[] {
  const { graph, resources } = walk.configuration;
  const { instance, kind } = step;
  const own = byResource.get(instance.resourceAddress) ?? [];
  const twin = own.find((other) => other !== step && other.instance === instance);
  const creates = instance.change.actions[0] === "create" && instance.change.actions.length === 2;
  const before: Step[] = [];
  const stepsOfKind = (addresses: Iterable<string>, wanted: Step["kind"]): void => {
    for (const address of addresses)
      for (const other of byResource.get(address) ?? []) if (other.kind === wanted) before.push(other);
  };
  const configured = resources.has(instance.resourceAddress);
  if (kind === "apply") {
    if (twin !== undefined && !creates) before.push(twin);
    if (configured) stepsOfKind(graph.transitiveResourceDependencies(instance.resourceAddress), "apply");
    return before;
  }
  if (twin !== undefined && creates) before.push(twin);
  const dependants = configured
    ? graph.resourceDependants(instance.resourceAddress)
    : walk.dependantsInState.get(instance.resourceAddress);
  stepsOfKind(dependants ?? [], "destroy");
  // What replaces the old object first must have moved its dependants over before the old one can go.
  if (creates) stepsOfKind(dependants ?? [], "apply");
  return before;
}

function stepsOf(walk: PlanWalk, instance: PlannedInstance): readonly Step[] {
  const { change } = instance;
  const resourceType = walk.registry.resourceType(instance.type);
  if (instance.mode === "data" || resourceType === undefined) return [];
  const provider = walk.providers.get(instance.providerKey)?.configuration ?? NO_PROVIDER;
  const make = (action: "create" | "update" | "delete"): Step => ({
    instance,
    kind: action === "delete" ? "destroy" : "apply",
    operations: resourceType
      .operations({
        action,
        prior: action === "create" ? null : change.before,
        planned: action === "delete" ? null : change.after,
        config: action === "delete" ? null : change.config,
        provider,
        ignoredPaths: change.ignored.map(({ path }) => path),
      })
      .map((operation) => operationJson(walk, instance, operation)),
  });
  const [first, second] = change.actions;
  if (first === "update") return [make("update")];
  if (first === "delete" && second === undefined) return [make("delete")];
  if (first === "delete") return [make("delete"), make("create")];
  if (first === "create" && second === "delete") return [make("create"), make("delete")];
  return first === "create" ? [make("create")] : [];
}

const NO_PROVIDER = { region: null, defaultTags: {}, ignoreTags: { keys: [], keyPrefixes: [] } };

function operationJson(walk: PlanWalk, instance: PlannedInstance, operation: Operation): PlannedOperation {
  const noCall = operation.noCallExpected ?? spuriousUpdate(walk, instance, operation);
  const deposed = instance.deposed === null ? "" : `(${instance.deposed})`;
  return {
    id: `${instance.address}${deposed}/${operation.name}`,
    address: instance.address,
    call: operation.call,
    parameters: parametersJson(operation.parameters),
    ...(operation.region === undefined ? {} : { region: operation.region }),
    waits_for: operation.wait === null ? null : waitText(operation.wait),
    after: [],
    ...(noCall === undefined ? {} : { no_call_expected: noCall }),
  };
}

function waitText(wait: OperationWait): string {
  switch (wait.kind) {
    case "eks-update":
      return "update Successful";
    case "node-group-active":
      return "node group ACTIVE";
    case "node-group-deleted":
      return "node group gone";
    case "launch-template-visible":
      return "launch template visible";
  }
}

/**
 * A node group whose only change is the version of a template that will not get a new version: Terraform
 * plans the update, yet the number turns out equal and no call is made.
 */
function spuriousUpdate(walk: PlanWalk, instance: PlannedInstance, operation: Operation): string | undefined {
  if (operation.call !== "eks:UpdateNodegroupVersion") return undefined;
  const { before, after } = instance.change;
  if (before === null || after === null) return undefined;
  const others = Object.keys(after).some(
    (name) =>
      name !== "launch_template" &&
      ["version", "release_version"].includes(name) &&
      !valuesEqual(before[name] ?? null, after[name] ?? null),
  );
  if (others || isWhollyKnown(after.launch_template ?? null)) return undefined;
  const templates = [...walk.configuration.graph.resourceDependencies(instance.resourceAddress)].flatMap(
    (address) =>
      (walk.plannedByResource.get(address) ?? []).filter(({ type }) => type === "aws_launch_template"),
  );
  const changed = templates.filter(({ change }) => change.actions[0] !== "no-op");
  const spurious = changed.length > 0 && changed.every(({ change }) => !makesVersion(change));
  if (!spurious) return undefined;
  return `${changed.map(({ address }) => address).join(", ")} gets no new version from this change (tags only), so its latest version turns out unchanged`;
}

/** Whether an update of a launch template makes a new version: anything but tags and default version does. */
function makesVersion({ before, after }: { before: ObjectValue | null; after: ObjectValue | null }): boolean {
  if (before === null || after === null) return true;
  const without = new Set([
    "tags",
    "tags_all",
    "latest_version",
    "default_version",
    "update_default_version",
    "maintenance_options",
  ]);
  return Object.keys(after).some(
    (name) => !without.has(name) && !valuesEqual(before[name] ?? null, after[name] ?? null),
  );
}
