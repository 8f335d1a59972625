/** Why a policy gave no answer. Such a policy denies: no answer is never taken for no objection. */
export class PolicyFailure extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = "PolicyFailure";
  }
}

/** The engine throws strings and plain objects as well as errors; this makes one sentence of any of them. */
export function reasonOf(thrown: unknown): string {
  if (typeof thrown === "string") return thrown;
  if (typeof thrown === "object" && thrown !== null && "message" in thrown) return String(thrown.message);
  return String(thrown);
}
