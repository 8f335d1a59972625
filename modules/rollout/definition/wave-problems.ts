import type { Diagnostic, SourceLocation } from "../../diagnostics/index.js";
import { selects, waveMembers } from "../plan/wave-members.js";
import type { LocateInRollout } from "./parse-rollout-definition.js";
import type { RolloutDefinition, WaveDefinition } from "./rollout-definition.js";

/** A cluster as waves see it. */
export interface WaveCandidate {
  readonly name: string;
  readonly labels: { readonly [key: string]: string };
}

/**
 * What is odd about a definition, given the fleet's clusters: labels and names that none of them has, waves that get no
 * cluster, clusters that are in no wave. Warnings: the fleet may be on its way to be so.
 */
export function waveProblems(
  definition: RolloutDefinition,
  clusters: readonly WaveCandidate[],
  locate?: LocateInRollout,
): readonly Diagnostic[] {
  const { waves, unassigned } = waveMembers(definition, clusters);
  const warning = (
    code: string,
    path: readonly (string | number)[],
    summary: string,
    detail: string,
  ): Diagnostic => {
    const location: SourceLocation | undefined = locate?.(path);
    return { severity: "warning", code, summary, detail, ...(location === undefined ? {} : { location }) };
  };
  const problems = definition.waves.flatMap((wave, index): Diagnostic[] => {
    const place = ["waves", index, "clusters"];
    const unknown = unknownSelectors(wave, clusters).map(({ path, summary }) =>
      warning("ROLLOUT_UNKNOWN_SELECTOR", [...place, ...path], summary, knownText(path, clusters)),
    );
    if (unknown.length > 0 || (waves[index]?.length ?? 0) > 0) return unknown;
    const taken = clusters.some((cluster) => selects(wave.clusters, cluster));
    return [
      warning(
        "ROLLOUT_EMPTY_WAVE",
        place,
        `Wave ${wave.name} has no cluster`,
        taken
          ? "Earlier waves take all that it selects: a cluster belongs to the first wave that selects it."
          : "No cluster has all that it asks for.",
      ),
    ];
  });
  if (unassigned.length === 0) return problems;
  const names = unassigned.map(({ name }) => name).join(", ");
  return [
    ...problems,
    warning(
      "ROLLOUT_NO_WAVE",
      ["waves"],
      unassigned.length === 1 ? "1 cluster is in no wave" : `${unassigned.length} clusters are in no wave`,
      `Rollouts leave out ${names}. Give them a wave, e.g. a last one with \`clusters: all\`.`,
    ),
  ];
}

function unknownSelectors(
  { name, clusters: selector }: WaveDefinition,
  clusters: readonly WaveCandidate[],
): readonly { readonly path: readonly (string | number)[]; readonly summary: string }[] {
  if (selector.kind === "all") return [];
  const none = selector.names?.flatMap((pattern, index) =>
    clusters.some((cluster) => selects({ kind: "matching", names: [pattern], labels: {} }, cluster))
      ? []
      : [{ path: ["names", index], summary: `Wave ${name}: no cluster is named ${pattern}` }],
  );
  const labels = Object.entries(selector.labels).flatMap(([key, values]) => {
    const known = new Set(clusters.flatMap(({ labels: own }) => (own[key] === undefined ? [] : [own[key]])));
    if (known.size === 0) {
      return [{ path: ["labels", key], summary: `Wave ${name}: no cluster has the label ${key}` }];
    }
    return values
      .filter((value) => !known.has(value))
      .map((value) => ({
        path: ["labels", key],
        summary: `Wave ${name}: no cluster has the label ${key}: ${value}`,
      }));
  });
  return [...(none ?? []), ...labels];
}

function knownText([kind, key]: readonly (string | number)[], clusters: readonly WaveCandidate[]): string {
  if (kind === "names") return `The clusters are ${someNames(clusters.map(({ name }) => name))}.`;
  const values = clusters.flatMap(({ labels }) => {
    const value = labels[String(key)];
    return value === undefined ? [] : [value];
  });
  if (values.length > 0) return `Clusters have ${String(key)}: ${someNames([...new Set(values)].sort())}.`;
  const keys = [...new Set(clusters.flatMap(({ labels }) => Object.keys(labels)))].sort();
  return keys.length === 0 ? "No cluster has labels at all." : `Clusters have the labels ${someNames(keys)}.`;
}

function someNames(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(", ")} and ${names.length - 8} more` : names.join(", ");
}
