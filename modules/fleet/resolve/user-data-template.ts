export type UserDataFormat = "shell" | "mime" | "node-config" | "toml" | "powershell";

/** What kind of user data a template's text is; undefined when it cannot be told. */
export function userDataFormat(text: string): UserDataFormat | undefined {
  if (/^(MIME-Version:|Content-Type:\s*multipart\/)/im.test(text)) return "mime";
  if (/^\s*#!/.test(text)) return "shell";
  if (/^\s*<powershell>/im.test(text)) return "powershell";
  if (/^\s*apiVersion:\s*["']?node\.eks\.aws\//m.test(text)) return "node-config";
  if (/^\s*\[settings[\].]/m.test(text)) return "toml";
  return undefined;
}

/**
 * Whether user data joins a node to its cluster, by the means of each image family: bootstrap.sh (Amazon
 * Linux 2), a NodeConfig with the cluster's endpoint (Amazon Linux 2023), `settings.kubernetes` with the
 * API server (Bottlerocket), Start-EKSBootstrap.ps1 (Windows). Comments do not count.
 */
export function bootstraps(format: UserDataFormat, text: string): boolean {
  const code = text.replace(/^\s*#(?!!).*$/gm, "");
  const nodeConfig = /^\s*apiServerEndpoint\s*:/m.test(code);
  switch (format) {
    case "shell":
    case "mime":
      return nodeConfig || /\/etc\/eks\/bootstrap\.sh\b/.test(code) || /\bnodeadm\s+init\b/.test(code);
    case "node-config":
      return nodeConfig;
    case "toml":
      return /^\s*(settings\.kubernetes\.)?["']?(api-server|cluster-certificate)["']?\s*=/m.test(code);
    case "powershell":
      return /Start-EKSBootstrap/i.test(code);
  }
}

/** Words of Terraform's template language that are not variables. */
const keywords = new Set([
  "true",
  "false",
  "null",
  "for",
  "in",
  "if",
  "else",
  "endif",
  "endfor",
  "path",
  "terraform",
]);

/**
 * The variables that a template in Terraform's syntax refers to, each with the line of its first use. Names
 * bound by a `%{ for }` directive, functions, attributes and quoted strings are left out.
 */
export function templateReferences(text: string): { readonly name: string; readonly line: number }[] {
  const found = new Map<string, number>();
  const bound = new Set<string>();
  for (const match of text.matchAll(/(?<!\$|%)(?:\$\{|%\{)~?([^}]*)\}/g)) {
    const expression = (match[1] ?? "").replace(/"(?:[^"\\]|\\.)*"/g, '""');
    const loop = /^\s*for\s+(\w+)\s*(?:,\s*(\w+)\s*)?in\b/.exec(expression);
    for (const name of [loop?.[1], loop?.[2]]) if (name !== undefined) bound.add(name);
    for (const word of expression.matchAll(/(?<![.\w-])([A-Za-z_][\w-]*)(?!\s*\(|[\w-])/g)) {
      const name = word[1] ?? "";
      if (keywords.has(name) || bound.has(name) || found.has(name)) continue;
      found.set(name, text.slice(0, match.index).split("\n").length);
    }
  }
  return [...found].map(([name, line]) => ({ name, line }));
}
