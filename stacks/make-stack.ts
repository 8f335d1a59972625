import { App, type Manifest } from "cdktf";
import type { Cluster, Fleet } from "../modules/fleet/index.js";
import { ClusterNodesStack } from "./cluster-nodes-stack.js";
import { withoutStackTraces } from "./without-stack-traces.js";

export interface MadeStack {
  /** The stack's entry in CDKTF's manifest. */
  readonly manifest: Manifest["stacks"][string];
  /** CDKTF's version, as its manifest tells it. */
  readonly version: string;
}

/**
 * Synthesizes one cluster's stack into `outdir`. An app of its own for each stack keeps memory flat however
 * large the fleet is.
 */
export function makeStack(fleet: Fleet, cluster: Cluster, outdir: string): MadeStack {
  return withoutStackTraces(() => {
    const app = new App({ outdir, stackTraces: false });
    const stack = new ClusterNodesStack(app, { cluster, backend: fleet.backend });
    app.synth();
    return { manifest: app.manifest.forStack(stack), version: app.manifest.version };
  });
}
