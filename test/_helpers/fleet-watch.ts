import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";

/** One update of a node group, as the sandbox's world recorded it. Times are the world's. */
export interface WatchedUpdate {
  readonly id: string;
  readonly cluster: string;
  /** Null: the control plane. */
  readonly group: string | null;
  readonly startedAt: number;
  /** When it was over: the group's own `modifiedAt`; null for control planes. */
  endedAt: number | null;
  outcome: "InProgress" | "Successful" | "Failed";
  readonly target: string;
}

/**
 * Reads along in the file in which a sandbox keeps its world: every change of every record, in the order in which it
 * happened. So what holds here held at every instant, whoever looked.
 */
export interface FleetWatch {
  readonly updates: ReadonlyMap<string, WatchedUpdate>;
  /** The most at any instant. */
  readonly most: { clusters: number; groupsOfOneCluster: number };
  /** Instants at which a group was newer than its control plane, or more than one minor behind it. */
  readonly skews: readonly string[];
  readonly changes: number;
  /** Reads what was written since. */
  poll(): void;
  close(): void;
}

export function watchFleet(worldFile: string): FleetWatch {
  const updates = new Map<string, WatchedUpdate>();
  const skews: string[] = [];
  const most = { clusters: 0, groupsOfOneCluster: 0 };
  const versions = new Map<string, number>();
  const groups = new Map<string, Map<string, number>>();
  const running = new Map<string, Set<string>>();
  let changes = 0;

  const checkSkew = (cluster: string): void => {
    const own = versions.get(cluster);
    if (own === undefined) return;
    for (const [group, version] of groups.get(cluster) ?? []) {
      if (version > own || version < own - 1) skews.push(`${cluster} 1.${own}, ${group} 1.${version}`);
    }
  };
  const onUpdate = (row: Row): void => {
    const { id, cluster } = row;
    if (id === undefined || cluster === undefined || row.type !== "VersionUpdate") return;
    const known = updates.get(id);
    const update: WatchedUpdate = known ?? {
      id,
      cluster,
      group: row.nodegroup ?? null,
      startedAt: row.createdAt ?? 0,
      endedAt: null,
      outcome: "InProgress",
      target: (row.params ?? []).map(({ value }) => value).join("/"),
    };
    update.outcome = row.status === "Successful" || row.status === "Failed" ? row.status : "InProgress";
    updates.set(id, update);
    const ofCluster = running.get(cluster) ?? new Set<string>();
    if (update.outcome === "InProgress") ofCluster.add(id);
    else ofCluster.delete(id);
    if (ofCluster.size === 0) running.delete(cluster);
    else running.set(cluster, ofCluster);
    most.clusters = Math.max(most.clusters, running.size);
    const ownGroups = [...ofCluster].filter((other) => updates.get(other)?.group !== null);
    most.groupsOfOneCluster = Math.max(most.groupsOfOneCluster, ownGroups.length);
  };
  const onGroup = (row: Row): void => {
    const { cluster, name, version } = row;
    if (cluster === undefined || name === undefined || version === undefined) return;
    const ofCluster = groups.get(cluster) ?? new Map<string, number>();
    groups.set(cluster, ofCluster.set(name, minor(version)));
    for (const id of running.get(cluster) ?? []) {
      const update = updates.get(id);
      if (update?.group === name && row.activeUpdate === undefined) update.endedAt = row.modifiedAt ?? null;
    }
    checkSkew(cluster);
  };
  const onLine = (line: string): void => {
    if (!line.startsWith("[")) return;
    changes += 1;
    const [table, , row]: [string, string, Row] = JSON.parse(line);
    if (table === "updates") onUpdate(row);
    else if (table === "nodegroups" && row !== null) onGroup(row);
    else if (table === "clusters" && row !== null && row.name !== undefined && row.version !== undefined) {
      versions.set(row.name, minor(row.version));
      checkSkew(row.name);
    }
  };

  let file = openSync(worldFile, "r");
  let position = 0;
  let rest = "";
  const buffer = Buffer.alloc(1024 * 1024);
  const readOn = (): void => {
    for (;;) {
      const count = readSync(file, buffer, 0, buffer.length, position);
      if (count === 0) return;
      position += count;
      const lines = (rest + buffer.toString("utf8", 0, count)).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    }
  };
  return {
    updates,
    most,
    skews,
    get changes() {
      return changes;
    },
    poll: () => {
      readOn();
      if (statSync(worldFile).ino === fstatSync(file).ino) return;
      // The sandbox has rewritten the file; what it wrote before was still in the old one.
      closeSync(file);
      file = openSync(worldFile, "r");
      position = 0;
      rest = "";
      readOn();
    },
    close: () => closeSync(file),
  };
}

interface Row {
  readonly id?: string;
  readonly name?: string;
  readonly cluster?: string;
  readonly nodegroup?: string;
  readonly version?: string;
  readonly type?: string;
  readonly status?: string;
  readonly createdAt?: number;
  readonly modifiedAt?: number;
  readonly activeUpdate?: string;
  readonly params?: readonly { readonly value: string }[];
}

function minor(version: string): number {
  return Number(version.split(".")[1]);
}
