import type { RE2JS } from "re2js";
import { FunctionError } from "./function-definition.js";

/** A pattern of Go's `regexp`, compiled. */
export interface Re2 {
  readonly groupCount: number;
  /** By number; undefined for groups without a name. */
  readonly groupNames: readonly (string | undefined)[];
  /** The first match at or after `from`. */
  find(text: string, from: number): Re2Match | undefined;
}

/** Offsets of a match and of its groups in the text; undefined for a group that took no part. */
export interface Re2Match {
  readonly start: number;
  readonly end: number;
  /** The whole match first. */
  readonly groups: readonly (string | undefined)[];
}

const compiled = new Map<string, Re2>();

/** Compiles a pattern. Throws a FunctionError with Go's words about this argument. */
export function compileRe2(pattern: string, argument: number): Re2 {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const made = wrap(compile(pattern, argument));
  compiled.set(pattern, made);
  return made;
}

/** Every match as Go finds them: no empty one right behind another. */
export function* allMatches(expression: Re2, text: string): Generator<Re2Match> {
  let position = 0;
  let previousEnd = -1;
  while (position <= text.length) {
    const match = expression.find(text, position);
    if (match === undefined) return;
    const isEmptyHere = match.end === position;
    if (!isEmptyHere || match.start !== previousEnd) yield match;
    position = isEmptyHere ? nextCharacter(text, position) : match.end;
    previousEnd = match.end;
  }
}

function nextCharacter(text: string, position: number): number {
  return position + ((text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1);
}

// Loading the engine takes longer than most configurations take to read, and few use it.
function compile(pattern: string, argument: number): RE2JS {
  const engine: typeof import("re2js") = require("re2js");
  try {
    return engine.RE2JS.compile(pattern);
  } catch (error) {
    if (!(error instanceof engine.RE2JSSyntaxException)) throw error;
    const { error: problem, input } = error;
    throw new FunctionError(`invalid regexp pattern: ${problem} in ${input}`, argument);
  }
}

function wrap(expression: RE2JS): Re2 {
  const groupCount = expression.groupCount();
  const groupNames: (string | undefined)[] = Array.from({ length: groupCount + 1 }, () => undefined);
  for (const [name, index] of Object.entries(expression.namedGroups())) groupNames[index] = name;
  return {
    groupCount,
    groupNames,
    find(text, from) {
      const matcher = expression.matcher(text);
      if (!matcher.find(from)) return undefined;
      const groups = Array.from({ length: groupCount + 1 }, (_, index) => matcher.group(index) ?? undefined);
      return { start: matcher.start(), end: matcher.end(), groups };
    },
  };
}
