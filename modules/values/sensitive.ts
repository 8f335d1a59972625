import type { Value } from "./value.js";

/** A value marked sensitive by a variable, an output, a function or a provider's schema. Never nested. */
export class Sensitive {
  readonly value: Exclude<Value, Sensitive>;

  constructor(value: Value) {
    this.value = value instanceof Sensitive ? value.value : value;
  }
}
