import type { Sandbox } from "../../modules/sandbox/index.js";

/**
 * What was changed in a sandbox, one entry for each call that changed something, in order: `CreateNodegroup
 * demo/demo-a-*`. A call sent again under its token changed nothing and is not among them. Generated parts of
 * names are a `*`, so that two runs can be compared.
 *
 * @param templates names of launch templates by id, for those that are gone by now
 */
export function effectsOf(
  sandbox: Sandbox,
  templates: ReadonlyMap<string, string> = new Map(),
): readonly string[] {
  const now = templateNames(sandbox);
  const nameOf = (id: string) => now.get(id) ?? templates.get(id) ?? id;
  return sandbox.callLog
    .entries()
    .filter(({ changed }) => changed)
    .map(({ operation, path, request, service }) => {
      const target = service === "ec2" ? targetOfForm(request, nameOf) : targetOfPath(path, request);
      return withoutGenerated(`${operation} ${target}`);
    });
}

/** The names of all launch templates that exist now, by id. */
export function templateNames(sandbox: Sandbox): ReadonlyMap<string, string> {
  return new Map([...sandbox.world.tables.launchTemplates.values()].map(({ id, name }) => [id, name]));
}

/** A text without the parts of names that are generated anew in each run. */
export function withoutGenerated(text: string): string {
  return text.replaceAll(/\d{18}[0-9a-f]{8}/g, "*");
}

function targetOfForm(request: unknown, nameOf: (id: string) => string): string {
  const form = new Map(
    typeof request === "object" && request !== null ? Object.entries(request) : ([] as [string, unknown][]),
  );
  const id = form.get("LaunchTemplateId") ?? form.get("ResourceId.1");
  return typeof id === "string" ? nameOf(id) : String(form.get("LaunchTemplateName"));
}

function targetOfPath(path: string, request: unknown): string {
  const tagged = /^\/tags\/(.*)$/.exec(path)?.[1];
  if (tagged !== undefined) return decodeURIComponent(tagged).split("/").slice(1, 3).join("/");
  const [, cluster = "", group] = /^\/clusters\/([^/]+)\/node-groups(?:\/([^/]+))?/.exec(path) ?? [];
  const created =
    typeof request === "object" && request !== null && "nodegroupName" in request
      ? String(request.nodegroupName)
      : "";
  return `${cluster}/${group ?? created}`;
}
