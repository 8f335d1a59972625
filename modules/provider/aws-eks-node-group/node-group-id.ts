import { FleetwrightError } from "../../diagnostics/index.js";

/** The id under which the provider keeps a node group, e.g. `prod-eu-1:spot-arm64`. */
export function nodeGroupId(clusterName: string, nodegroupName: string): string {
  return `${clusterName}:${nodegroupName}`;
}

/** Throws a FleetwrightError (NODE_GROUP_ID) when the text is no such id. */
export function parseNodeGroupId(id: string): {
  readonly clusterName: string;
  readonly nodegroupName: string;
} {
  const [clusterName, nodegroupName, ...rest] = id.split(":");
  if (!clusterName || !nodegroupName || rest.length > 0) {
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "NODE_GROUP_ID",
        summary: `unexpected format for ID (${id}), expected cluster-name:node-group-name`,
      },
    ]);
  }
  return { clusterName, nodegroupName };
}
