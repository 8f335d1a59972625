import type { ResourceChange } from "../plan/index.js";
import type { ApplyEvaluation } from "./apply-evaluation.js";
import type { ApplyAction, ApplyNode } from "./apply-node.js";

interface Draft extends Omit<ApplyNode, "after"> {
  readonly after: Set<string>;
}

/**
 * The steps of a plan and what each waits for, as Terraform core orders them: creates, updates and reads
 * after what they depend on; deletes after whatever depends on their object, by the dependencies that the
 * state remembers; a replacement's delete before its create, or with create-before-destroy after it and after
 * all dependants were moved to the new object.
 *
 * @param deposedKey gives the key under which a replaced object is set aside
 */
export function applyGraph(
  evaluation: ApplyEvaluation,
  deposedKey: (address: string) => string,
): readonly ApplyNode[] {
  const nodes = (evaluation.plan.resource_changes ?? []).flatMap((change) => nodesOf(change, deposedKey));
  const byResource = groupByResource(nodes);
  const remembered = rememberedDependencies(evaluation);
  for (const node of nodes) {
    if (node.action === "delete") {
      orderDelete(node, nodes, remembered, evaluation);
      continue;
    }
    for (const dependency of evaluation.dependencies(node.resourceAddress)) {
      for (const other of byResource.get(dependency) ?? []) {
        if (other.action !== "delete" && other.action !== "forget") node.after.add(other.id);
      }
    }
    // Without create-before-destroy, what a replacement replaces goes first.
    const own = byResource.get(node.resourceAddress) ?? [];
    if (node.action === "create" && node.deposes === null) {
      for (const other of own) {
        if (other.action === "delete" && other.address === node.address && other.deposed === null) {
          node.after.add(other.id);
        }
      }
    }
  }
  return nodes.map((node) => ({ ...node, after: [...node.after] }));
}

function groupByResource(nodes: readonly Draft[]): ReadonlyMap<string, readonly Draft[]> {
  const groups = new Map<string, Draft[]>();
  for (const node of nodes) {
    const group = groups.get(node.resourceAddress);
    if (group === undefined) groups.set(node.resourceAddress, [node]);
    else group.push(node);
  }
  return groups;
}

function nodesOf(change: ResourceChange, deposedKey: (address: string) => string): readonly Draft[] {
  const { address, mode, type } = change;
  const resourceAddress = withoutKey(change);
  const deposed = change.deposed ?? null;
  const draft = (action: ApplyAction, more: Partial<Pick<Draft, "deposed" | "deposes">> = {}): Draft => {
    const node = {
      address,
      resourceAddress,
      mode,
      type,
      action,
      deposed,
      deposes: null,
      follows: [],
      ...more,
    };
    const aside = node.deposed === null ? "" : `, deposed ${node.deposed}`;
    return { ...node, id: `${address} (${action}${aside})`, after: new Set<string>() };
  };
  const actions = change.change.actions;
  if (actions.length === 1) {
    switch (actions[0]) {
      case "no-op":
        return [draft("none")];
      case "create":
      case "update":
      case "delete":
      case "read":
      case "forget":
        return [draft(actions[0])];
    }
  }
  switch (actions[0]) {
    case "delete":
      return [draft("delete"), draft("create")];
    case "create": {
      if (actions[1] === "forget") return [draft("create")];
      const key = deposedKey(address);
      return [draft("create", { deposes: key }), draft("delete", { deposed: key })];
    }
    default:
      return [];
  }
}

/** A delete waits for every step of an object that depends on the one deleted. */
function orderDelete(
  node: Draft,
  nodes: readonly Draft[],
  remembered: ReadonlyMap<string, ReadonlySet<string>>,
  evaluation: ApplyEvaluation,
): void {
  for (const other of nodes) {
    if (other === node) continue;
    const sameObject = other.address === node.address;
    if (sameObject && other.action === "create" && other.deposes === node.deposed && node.deposed !== null) {
      node.after.add(other.id);
      continue;
    }
    const dependsByState = remembered.get(other.address)?.has(node.resourceAddress) === true;
    if (!dependsByState) continue;
    const goes = other.action === "delete";
    // A step that will use this object's successor cannot come before this delete, unless that one is made first.
    const usesSuccessor = evaluation.dependencies(other.resourceAddress).includes(node.resourceAddress);
    const successorFirst = node.deposed !== null;
    if (goes || !usesSuccessor || successorFirst) node.after.add(other.id);
  }
}

/** The dependencies that the state holds for each object, by instance address. */
function rememberedDependencies(evaluation: ApplyEvaluation): ReadonlyMap<string, ReadonlySet<string>> {
  const byAddress = new Map<string, Set<string>>();
  for (const { address, dependencies } of evaluation.priors) {
    const known = byAddress.get(address) ?? new Set<string>();
    for (const dependency of dependencies) known.add(dependency);
    byAddress.set(address, known);
  }
  return byAddress;
}

function withoutKey(change: ResourceChange): string {
  const mode = change.mode === "data" ? "data." : "";
  const inModule = change.module_address === undefined ? "" : `${change.module_address}.`;
  return `${inModule}${mode}${change.type}.${change.name}`;
}
