import type { InstanceAddress, MovedBlock } from "../../configuration/index.js";
import type { Diagnostic, SourceLocation } from "../../diagnostics/index.js";
import { instanceAddress } from "../prior/instance-address.js";
import { hasErrors, type PlanWalk, problem } from "./plan-walk.js";

/**
 * What is wrong with `moved` and `removed` blocks, judged when it is known which instances there are: a source
 * that is still declared, two ends of one move, something removed that is still there.
 */
export function validateStatements(walk: PlanWalk): void {
  const { moved, removed, resources } = walk.configuration;
  if (walk.options.mode === "normal")
    for (const { from, location } of removed) {
      if (!resources.has(from.resource)) continue;
      walk.diagnostics.push(
        problem(
          "PLAN_REMOVED_DECLARED",
          "Removed resource still exists",
          `This statement declares that ${from.resource} was removed, but it is still declared in configuration.`,
          { location: resources.get(from.resource)?.location ?? location },
        ),
      );
    }
  walk.diagnostics.push(...moveProblems(walk, moved));
}

/** Objects that could not go where `moved` blocks want them, because something is there already. */
export function warnOfBlockedMoves(walk: PlanWalk): void {
  if (walk.blockedMoves.length === 0 || hasErrors(walk.diagnostics)) return;
  const list = walk.blockedMoves.map(({ from, to }) => `\n  - ${from} could not move to ${to}`);
  walk.diagnostics.push({
    ...problem(
      "PLAN_MOVE_BLOCKED",
      "Unresolved resource instance address changes",
      `Terraform tried to adjust resource instance addresses in the prior state based on change information recorded in the configuration, but some adjustments did not succeed due to existing objects already at the intended addresses:${list.join("")}\n\nTerraform has planned to destroy these objects. If Terraform's proposed changes aren't appropriate, you must first resolve the conflicts using the "terraform state" subcommands and then create a new plan.`,
    ),
    severity: "warning",
  });
}

function moveProblems(walk: PlanWalk, moves: readonly MovedBlock[]): readonly Diagnostic[] {
  const sources = new Map<string, MovedBlock>();
  const targets = new Map<string, MovedBlock>();
  return moves.flatMap((move): Diagnostic[] => {
    const { from, to, location } = move;
    const [source, target] = [text(from), text(to)];
    const at = { location };
    if (source === target)
      return [
        problem(
          "PLAN_MOVE_REDUNDANT",
          "Redundant move statement",
          `This statement declares a move from ${source} to the same address, which is the same as not declaring this move at all.`,
          at,
        ),
      ];
    const noun = isInstanceMove(move) ? "resource instance" : "resource";
    const short = isInstanceMove(move) ? "instance" : "resource";
    const found: Diagnostic[] = [];
    const declared = declaredAt(walk, from, isInstanceMove(move));
    if (declared !== undefined)
      found.push(
        problem(
          "PLAN_MOVE_SOURCE_DECLARED",
          "Moved object still exists",
          `This statement declares a move from ${source}, but that ${noun} is still declared at ${position(declared)}.\n\nChange your configuration so that this ${short} will be declared as ${target} instead.`,
          at,
        ),
      );
    const ambiguous = (other: MovedBlock, said: string, instead: string, rule: string): void => {
      found.push(
        problem(
          "PLAN_MOVE_AMBIGUOUS",
          "Ambiguous move statements",
          `A statement at ${position(other.location)} declared that ${said}, but this statement instead declares that ${instead}.\n\nEach ${noun} can ${rule} ${short}.`,
          at,
        ),
      );
    };
    const elsewhere = sources.get(source);
    if (elsewhere === undefined) sources.set(source, move);
    else if (text(elsewhere.to) !== target)
      ambiguous(
        elsewhere,
        `${source} moved to ${text(elsewhere.to)}`,
        `it moved to ${target}`,
        "move to only one destination",
      );
    const other = targets.get(target);
    if (other === undefined) targets.set(target, move);
    else if (text(other.from) !== source)
      ambiguous(
        other,
        `${text(other.from)} moved to ${target}`,
        `${source} moved there`,
        "have moved from only one source",
      );
    return found;
  });
}

/** With an instance key at either end, both ends are single instances. */
function isInstanceMove({ from, to }: MovedBlock): boolean {
  return from.key !== null || to.key !== null;
}

function declaredAt(walk: PlanWalk, from: InstanceAddress, instance: boolean): SourceLocation | undefined {
  const resource = walk.configuration.resources.get(from.resource);
  if (resource === undefined) return undefined;
  if (!instance) return resource.location;
  if (!walk.wanted.has(text(from))) return undefined;
  return (resource.forEach ?? resource.count)?.location() ?? resource.location;
}

function text({ resource, key }: InstanceAddress): string {
  return instanceAddress(resource, key);
}

function position({ file, line, column }: SourceLocation): string {
  return `${file}:${line},${column}`;
}
