/** What the user data of a launch template is, and whether it joins the node to a cluster by itself. */
export interface UserDataFacts {
  readonly form: "none" | "mime" | "toml" | "script" | "node-config" | "powershell" | "other";
  readonly bootstraps: boolean;
}

/** Reads user data as EC2 takes it: Base64. Text that is no Base64 is judged as it stands. */
export function readUserData(encoded: string | undefined): UserDataFacts {
  if (encoded === undefined) return { form: "none", bootstraps: false };
  const text = decode(encoded).trimStart();
  return { form: formOf(text), bootstraps: bootstraps(text) };
}

function decode(encoded: string): string {
  const compact = encoded.replace(/\s/g, "");
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return encoded;
  return Buffer.from(compact, "base64").toString("utf8");
}

function formOf(text: string): UserDataFacts["form"] {
  if (text === "") return "none";
  if (/^(MIME-Version|Content-Type):/i.test(text)) return "mime";
  if (text.startsWith("#!")) return "script";
  if (/^<powershell>/i.test(text)) return "powershell";
  if (/^\s*apiVersion:\s*node\.eks\.aws\//m.test(text)) return "node-config";
  if (/^\s*\[[\w.-]+\]\s*$/m.test(text)) return "toml";
  return "other";
}

/**
 * A call of `bootstrap.sh` or its Windows counterpart, a NodeConfig that describes the cluster, or
 * Bottlerocket settings that name the API server. Settings for kubelet alone do not join a cluster.
 */
function bootstraps(text: string): boolean {
  if (/\/etc\/eks\/bootstrap\.sh|Start-EKSBootstrap|EKS-StartupTask|nodeadm\s+init/i.test(text)) return true;
  if (/apiVersion:\s*node\.eks\.aws\//.test(text)) return /^\s*apiServerEndpoint:/m.test(text);
  return /\[settings\.kubernetes\]/.test(text) && /^\s*"?api-server"?\s*=/m.test(text);
}
