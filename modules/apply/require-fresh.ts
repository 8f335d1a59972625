import { type Diagnostic, FleetwrightError } from "../diagnostics/index.js";
import type {
  Change,
  IgnoredChange,
  JsonObject,
  JsonValue,
  ResourceChange,
  StackPlan,
} from "../plan/index.js";

/**
 * Refuses a saved plan when what it would touch is not as it was: the state moved on, the configuration is
 * another one, or a live object differs in something that matters. What `ignore_changes` covers, and objects
 * that the plan leaves alone, may differ.
 *
 * @param fresh the plan of the same configuration, made just now from newly read objects
 * @throws FleetwrightError (PLAN_STALE) that shows every difference
 */
export function requireFresh(saved: StackPlan, fresh: StackPlan): void {
  const problems = [...stateProblems(saved, fresh), ...configurationProblems(saved, fresh)];
  const now = touched(fresh);
  const before = touched(saved);
  const ignored = [...saved.fleetwright.ignored_changes, ...fresh.fleetwright.ignored_changes];
  for (const [key, change] of before) {
    const current = now.get(key);
    const differences = current === undefined ? undefined : differencesOf(change, current, ignored);
    if (differences === undefined) {
      problems.push(stale(change.address, `${change.address} does not need this change any more`, []));
    } else if (differences.length > 0) {
      problems.push(
        stale(change.address, `${change.address} is not as it was when the plan was made`, differences),
      );
    }
  }
  for (const [key, change] of now) {
    if (!before.has(key)) {
      problems.push(
        stale(
          change.address,
          `${change.address} would now be changed as well (${change.change.actions.join(", ")})`,
          [],
        ),
      );
    }
  }
  if (problems.length > 0) throw new FleetwrightError("user", problems);
}

/**
 * Refuses to go on with an interrupted plan when the rest of it is not a part of what was approved: every
 * change that is left must be one of the approved ones and come to the same values, as far as they were known.
 */
export function requireContinuation(approved: StackPlan, rest: StackPlan): void {
  const allowed = touched(approved);
  const problems: Diagnostic[] = [];
  for (const change of touched(rest).values()) {
    const original = allowed.get(keyOf(change)) ?? allowed.get(change.address);
    if (original === undefined && change.deposed === undefined) {
      problems.push(stale(change.address, `${change.address} was not changed by the approved plan`, []));
      continue;
    }
    if (original === undefined || change.deposed !== undefined) continue;
    const steps: readonly string[] = original.change.actions;
    if (!change.change.actions.every((action) => steps.includes(action))) {
      problems.push(stale(change.address, `${change.address} would now be changed in another way`, []));
      continue;
    }
    const differences = knownDifferences(
      original.change.after ?? null,
      withoutUnchanged(change.change, original.change),
      [],
    );
    if (differences.length > 0) {
      problems.push(stale(change.address, `${change.address} would come out differently`, differences));
    }
  }
  if (problems.length > 0) throw new FleetwrightError("user", problems);
}

/**
 * What is to come out, without what neither of two plans changes: that may have become another one by itself, as
 * the status of an object that AWS is still working at.
 */
function withoutUnchanged(rest: Change, approved: Change): JsonValue {
  const [after, before, approvedAfter, approvedBefore] = [
    rest.after ?? null,
    rest.before,
    approved.after ?? null,
    approved.before,
  ];
  if (!isObject(after) || !isObject(before) || !isObject(approvedAfter) || !isObject(approvedBefore)) {
    return after;
  }
  const same = (left: JsonValue | undefined, right: JsonValue | undefined) =>
    JSON.stringify(left) === JSON.stringify(right);
  const entries = Object.entries(after).filter(
    ([name, value]) => !same(value, before[name]) || !same(approvedAfter[name], approvedBefore[name]),
  );
  return Object.fromEntries(entries);
}

function stateProblems(saved: StackPlan, fresh: StackPlan): Diagnostic[] {
  const [was, is] = [saved.fleetwright.state ?? null, fresh.fleetwright.state ?? null];
  if (was?.lineage === is?.lineage && was?.serial === is?.serial) return [];
  const of = (state: typeof was) =>
    state === null ? "none" : `lineage ${state.lineage}, serial ${state.serial}`;
  return [
    {
      severity: "error",
      code: "PLAN_STALE",
      summary: "The state was changed by another operation after the plan was made",
      detail: `then: ${of(was)}\nnow:  ${of(is)}\nPlan again. A plan can be applied once.`,
    },
  ];
}

function configurationProblems(saved: StackPlan, fresh: StackPlan): Diagnostic[] {
  const same = JSON.stringify(saved.configuration) === JSON.stringify(fresh.configuration);
  const variables = JSON.stringify(saved.variables ?? {}) === JSON.stringify(fresh.variables ?? {});
  if (same && variables) return [];
  return [
    {
      severity: "error",
      code: "PLAN_STALE",
      summary: `The ${same ? "variables have" : "configuration has"} changed since the plan was made`,
      detail: "Plan again, so that what is applied is what was judged.",
    },
  ];
}

/** Changes that do something, by address and deposed key. */
function touched(plan: StackPlan): ReadonlyMap<string, ResourceChange> {
  const changes = (plan.resource_changes ?? []).filter(
    ({ change, mode }) => mode === "managed" && change.actions[0] !== "no-op",
  );
  return new Map(changes.map((change) => [keyOf(change), change]));
}

function keyOf({ address, deposed }: ResourceChange): string {
  return deposed === undefined ? address : `${address} (deposed ${deposed})`;
}

function differencesOf(
  saved: ResourceChange,
  fresh: ResourceChange,
  ignored: readonly IgnoredChange[],
): readonly string[] {
  const paths = ignored.filter(({ address }) => address === saved.address).map(({ path }) => pathText(path));
  const within = (difference: Difference) =>
    paths.some(
      (path) =>
        difference.path === path ||
        difference.path.startsWith(`${path}.`) ||
        difference.path.startsWith(`${path}[`),
    );
  const actions =
    saved.change.actions.join(",") === fresh.change.actions.join(",")
      ? []
      : [`action: ${saved.change.actions.join(", ")} → ${fresh.change.actions.join(", ")}`];
  const before = differences(saved.change.before, fresh.change.before, []).filter((found) => !within(found));
  const after = differences(saved.change.after ?? null, fresh.change.after ?? null, [])
    .filter((found) => !within(found))
    .filter((found) => !before.some(({ path }) => path === found.path));
  return [...actions, ...before.map(lineOf), ...after.map((found) => `planned ${lineOf(found)}`)];
}

interface Difference {
  readonly path: string;
  readonly was: JsonValue;
  readonly is: JsonValue;
}

function differences(
  was: JsonValue,
  is: JsonValue,
  path: readonly (string | number)[],
): readonly Difference[] {
  if (isArray(was) && isArray(is) && was.length === is.length) {
    return was.flatMap((element, index) => differences(element, is[index] ?? null, [...path, index]));
  }
  if (isObject(was) && isObject(is)) {
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
    return names.flatMap((name) => differences(was[name] ?? null, is[name] ?? null, [...path, name]));
  }
  return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ path: pathText(path), was, is }];
}

/** Where a value was known in the first and is another one in the second. */
function knownDifferences(
  was: JsonValue,
  is: JsonValue,
  path: readonly (string | number)[],
): readonly string[] {
  if (isObject(was) && isObject(is)) {
    // What was not known is left out of the document.
    return Object.keys(was).flatMap((name) =>
      knownDifferences(was[name] ?? null, is[name] ?? null, [...path, name]),
    );
  }
  if (isArray(was) && isArray(is) && was.length === is.length) {
    return was.flatMap((element, index) => knownDifferences(element, is[index] ?? null, [...path, index]));
  }
  const same = was === null || is === null || JSON.stringify(was) === JSON.stringify(is);
  return same ? [] : [lineOf({ path: pathText(path), was, is })];
}

function lineOf({ is, path, was }: Difference): string {
  return `${path}: ${JSON.stringify(was)} → ${JSON.stringify(is)}`;
}

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
}

function stale(address: string, summary: string, lines: readonly string[]): Diagnostic {
  return {
    severity: "error",
    code: "PLAN_STALE",
    summary,
    detail: [...lines, "Plan again."].join("\n"),
    address,
  };
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
