import type { Type, Value } from "../../values/index.js";

export interface Parameter {
  readonly name: string;
  readonly type: Type;
  readonly allowNull?: boolean;
  /** The function copes with an unknown argument itself; otherwise the result is unknown at once. */
  readonly allowUnknown?: boolean;
  /** The result is unknown as soon as any part of the argument is. */
  readonly whollyKnown?: boolean;
  /** The function sees the marks and places them itself; otherwise any mark marks the whole result. */
  readonly allowMarked?: boolean;
}

/** What a function may know of its surroundings. */
export interface FunctionContext {
  /** Folder that file functions may read from. */
  readonly directory: string;
  /** RFC 3339, what `plantimestamp()` yields; undefined while there is no plan. */
  readonly planTimestamp: string | undefined;
  readonly hasEphemeralVariables: boolean;
  /** Renders a template's text with these variables and nothing else in scope; `name` is for messages. */
  renderTemplate(text: string, variables: { readonly [name: string]: Value }, name: string): Value;
}

export interface FunctionDefinition {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly variadic?: Parameter;
  /** The type of the result while an argument is unknown. */
  readonly returns: Type | ((args: readonly Value[]) => Type);
  /** Whether the result may be null, so that an unknown one may be as well. */
  readonly mayBeNull?: boolean;
  /** Arguments are converted to their parameters' types before. Throws FunctionError. */
  readonly implement: (args: readonly Value[], context: FunctionContext) => Value;
}

/** A call that failed; `argument` is the index of the one at fault, if it is one. */
export class FunctionError extends Error {
  constructor(
    message: string,
    readonly argument?: number,
  ) {
    super(message);
    this.name = "FunctionError";
  }
}
