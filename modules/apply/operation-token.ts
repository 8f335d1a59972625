import { createHash } from "node:crypto";
import { type ObjectValue, Unknown } from "../values/index.js";

/**
 * The idempotency token of an operation: the same for the same plan, stack, operation and attempt, so that a
 * call sent again after a crash has its effect once. Stacks of one plan may share an account, a region and
 * addresses, so the stack is part of it. EC2 takes up to 64 printable characters, EKS more.
 */
export function operationToken(
  planDigest: string,
  stack: string,
  address: string,
  operation: string,
  attempt: number,
): string {
  const text = JSON.stringify([planDigest, stack, address, operation, attempt]);
  return `fleetwright-${createHash("sha256").update(text).digest("hex").slice(0, 48)}`;
}

/** Equal for calls with the same parameters. What is not known yet counts as such. */
export function parametersDigest(parameters: ObjectValue): string {
  const text = JSON.stringify(parameters, (_, value: unknown) =>
    value instanceof Unknown ? { unknown: true } : value,
  );
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** The key under which a replaced object is kept until it is destroyed: eight hexadecimal digits, as Terraform's. */
export function deposedKeyOf(planDigest: string, address: string): string {
  return createHash("sha256")
    .update(JSON.stringify([planDigest, address, "deposed"]))
    .digest("hex")
    .slice(0, 8);
}
