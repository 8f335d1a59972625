import type { Answer, Call } from "../protocol/call.js";
import { placeKey } from "../world/keys.js";
import { clusterView } from "./cluster-view.js";
import { type EksInput, findCluster, pathName } from "./read-input.js";
import { namesPage } from "./read-nodegroups.js";

export function describeCluster(call: Call, input: EksInput): Answer {
  return { cluster: clusterView(call, findCluster(call, pathName(input, "name"))) };
}

export function listClusters(call: Call, input: EksInput): Answer {
  const clusters = call.world.tables.clusters.by("place", placeKey(call.place));
  return namesPage(
    "clusters",
    clusters.map(({ name }) => name),
    input,
  );
}
