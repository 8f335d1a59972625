import { type Diagnostic, FleetwrightError } from "../../diagnostics/index.js";
import type { ParameterSubject } from "../facts/extraction-context.js";
import type { FleetContext, LocatedParameters } from "../fleet-context.js";
import { checkParameters, checkProfile } from "./check-parameters.js";
import {
  type ParameterOverrides,
  type Parameters,
  type ProfileName,
  parametersSchema,
} from "./parameters-schema.js";
import { profileParameters } from "./profiles.js";

/** The limits that hold for the fleet, a cluster, or a node group. */
export type ParameterLookup = (subject: ParameterSubject) => Parameters;

/**
 * Lays a profile, the caller's overrides, and those of the fleet file over each other: fleet, then cluster,
 * then node group; the more specific wins. Throws a FleetwrightError that holds every unknown or wrong
 * parameter at its line.
 */
export function resolveParameters(
  overrides: ParameterOverrides | undefined,
  fleet: FleetContext | undefined,
): ParameterLookup {
  const diagnostics: Diagnostic[] = [];
  const { profile, ...own } = overrides ?? {};
  const base = profileParameters(chosenProfile(profile, fleet, diagnostics));
  const level = (parent: Parameters, written: LocatedParameters): Parameters => {
    if (Object.keys(written).length === 0) return parent;
    const checked = checkParameters(written);
    diagnostics.push(...checked.diagnostics);
    return parametersSchema.parse({
      ...parent,
      ...checked.parameters,
      // A version that is given is added to the calendar, or put in place of its entry.
      kubernetesVersions: { ...parent.kubernetesVersions, ...Object(checked.parameters.kubernetesVersions) },
    });
  };
  const fleetWide = level(level(base, unlocated(own)), fleet?.policy.parameters ?? {});
  const clusters = new Map<string, { own: Parameters; groups: Map<string, Parameters> }>();
  for (const [name, stack] of Object.entries(fleet?.stacks ?? {})) {
    const ofCluster = level(fleetWide, stack.parameters);
    const groups = Object.entries(stack.nodeGroups).map(([group, { parameters }]): [string, Parameters] => [
      group,
      level(ofCluster, parameters),
    ]);
    clusters.set(name, { own: ofCluster, groups: new Map(groups) });
  }
  if (diagnostics.length > 0) throw new FleetwrightError("user", diagnostics);
  return ({ stack, address }) => {
    const cluster = stack === undefined ? undefined : clusters.get(stack);
    if (stack === undefined || cluster === undefined) return fleetWide;
    const group = address === undefined ? null : fleet?.stacks[stack]?.resources[address]?.nodeGroup;
    return (group === null || group === undefined ? undefined : cluster.groups.get(group)) ?? cluster.own;
  };
}

function chosenProfile(
  override: string | undefined,
  fleet: FleetContext | undefined,
  diagnostics: Diagnostic[],
): ProfileName {
  const written = override === undefined ? fleet?.policy.profile : { value: override };
  if (written === null || written === undefined) return "launch-2019";
  const checked = checkProfile(written.value, written.location);
  if (typeof checked === "string") return checked;
  diagnostics.push(checked);
  return "launch-2019";
}

function unlocated(parameters: Omit<ParameterOverrides, "profile">): LocatedParameters {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, { value }]));
}
