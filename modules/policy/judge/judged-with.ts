import { digestOf } from "../digest.js";
import type { GateContext } from "../gate-context.js";

/**
 * Digest of everything that a verdict depends on beside plans, rules and live facts: parameters, waivers,
 * the severity that denies, and the user's own bundles. Lines in files do not count.
 */
export function judgedWithDigest(context: GateContext): string {
  const { fleet } = context;
  const stacks = Object.entries(fleet?.stacks ?? {}).map(([stack, { parameters, nodeGroups }]) => [
    stack,
    valuesOf(parameters),
    Object.entries(nodeGroups).map(([group, own]) => [group, valuesOf(own.parameters)]),
  ]);
  const waivers = [...(fleet?.policy.waivers ?? []), ...(context.waivers ?? [])];
  return digestOf({
    parameters: context.parameters ?? {},
    fleet:
      fleet === undefined
        ? null
        : { profile: fleet.policy.profile?.value ?? null, ...fleetValues(fleet), stacks },
    waivers: waivers.map(({ location: _, ...waiver }) => waiver),
    failOn: context.failOn ?? "deny",
    userBundles: (context.userBundles ?? []).map(({ name, digest }) => [name, digest]),
  });
}

function fleetValues(fleet: NonNullable<GateContext["fleet"]>): { parameters: object } {
  return { parameters: valuesOf(fleet.policy.parameters) };
}

function valuesOf(located: { readonly [name: string]: { readonly value: unknown } }): object {
  return Object.fromEntries(Object.entries(located).map(([name, { value }]) => [name, value]));
}
