import { readFileSync } from "node:fs";
import path from "node:path";
import type { Ami, UserData } from "../fleet.js";
import type { AmiFamily } from "../schema/ami-types.js";
import type { NodeGroupSettings } from "../schema/node-group-schema.js";
import { suggestion } from "../suggestion.js";
import { withoutNulls } from "./layers.js";
import type { Problems } from "./problems.js";
import { bootstraps, templateReferences, type UserDataFormat, userDataFormat } from "./user-data-template.js";

/** Variables that every user data template is given. */
export const builtInVariables = [
  "cluster_name",
  "cluster_endpoint",
  "cluster_certificate_authority",
  "cluster_service_cidr",
  "region",
  "zone",
  "node_group_name",
] as const;

export interface UserDataInput {
  readonly settings: Partial<NodeGroupSettings>;
  readonly ami: Ami;
  /** Family of the EKS-optimised image; null with a custom one. */
  readonly family: AmiFamily | null;
  /** Absolute directory of the file that the user data was written in. */
  readonly directory: string;
}

/** The user data of a group. EKS's own rules about it are checked here, where they can be said plainly. */
export function resolveUserData(input: UserDataInput, problems: Problems): UserData | null {
  const { settings, ami } = input;
  const userData = settings.userData;
  const wrong = (key: string | null, summary: string, detail: string) =>
    problems.addAtKey(key === null ? ["userData"] : ["userData", key], "FLEET_USER_DATA", summary, detail);
  if (userData === undefined) {
    if (ami.kind === "custom" && !problems.isBroken(["userData"])) {
      problems.addAtKey(
        ["ami", ami.source.id === undefined ? "ssmParameter" : "id"],
        "FLEET_USER_DATA",
        "A custom image has no user data that joins it to the cluster",
        'EKS adds none to a custom image: the nodes would start and never join (NodeCreationFailure after about 20 minutes). Add userData: {bootstrap: nodeadm}, "bottlerocket" or "bootstrap.sh" by what the image is, or a template that bootstraps.',
      );
    }
    return null;
  }
  if (userData.bootstrap !== undefined && userData.template !== undefined) {
    wrong("template", "User data is both generated and from a file", "Keep either bootstrap or template.");
    return null;
  }
  if (userData.bootstrap !== undefined) {
    if (userData.variables !== undefined || userData.bootstraps !== undefined) {
      const key = userData.variables === undefined ? "bootstraps" : "variables";
      wrong(key, `"${key}" belongs to a template`, "Generated user data has no use for it. Remove it.");
    }
    if (ami.kind === "eks-optimized") wrong("bootstrap", ...bootstrapWithoutImage);
    return {
      kind: "generated",
      bootstrap: userData.bootstrap,
      kubelet: { maxPods: userData.maxPods ?? null },
    };
  }
  if (userData.template === undefined) {
    if (!problems.isBroken(["userData"])) {
      wrong(null, "User data says neither bootstrap nor template", "Say one of the two, or remove userData.");
    }
    return null;
  }
  if (userData.maxPods !== undefined) {
    wrong("maxPods", '"maxPods" belongs to generated user data', "Write it in the template.");
  }
  return resolveTemplate(input, userData.template, problems);
}

const bootstrapWithoutImage: [string, string] = [
  "User data bootstraps, but the image is EKS's own",
  "With an EKS-optimised image EKS writes the bootstrapping user data itself and refuses ours beside it (Ec2LaunchTemplateInvalidConfiguration, or nodes that bootstrap twice). Remove it, or name a custom image with ami.id or ami.ssmParameter.",
];

function resolveTemplate(input: UserDataInput, template: string, problems: Problems): UserData | null {
  const { settings, ami, family } = input;
  const file = path.resolve(input.directory, template);
  const at = ["userData", "template"];
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    problems.add(
      at,
      "FLEET_TEMPLATE_FILE",
      `There is no user data template "${template}"`,
      "The path is taken from the directory of the file that names it.",
    );
    return null;
  }
  const format = userDataFormat(text);
  if (format === undefined) {
    problems.add(
      at,
      "FLEET_USER_DATA",
      `It cannot be seen what kind of user data "${template}" is`,
      "Begin it with #! (a script), MIME-Version: (MIME multi-part), apiVersion: node.eks.aws (a NodeConfig), [settings] (Bottlerocket) or <powershell>.",
    );
    return null;
  }
  const variables = withoutNulls(settings.userData?.variables);
  checkVariables(template, text, variables, problems);
  const joins = settings.userData?.bootstraps ?? bootstraps(format, text);
  if (ami.kind === "eks-optimized" && joins) problems.add(at, "FLEET_USER_DATA", ...bootstrapWithoutImage);
  if (ami.kind === "custom" && !joins) {
    problems.add(
      at,
      "FLEET_USER_DATA",
      `The template "${template}" does not join the node to the cluster`,
      `EKS adds nothing to a custom image's user data: the nodes would start and never join. ${howToJoin(format)} If it does in a way that cannot be seen, say bootstraps: true beside it.`,
    );
  }
  if (family !== null) checkFormat(family, format, template, problems);
  return { kind: "template", path: file, variables, format };
}

function checkVariables(
  template: string,
  text: string,
  variables: { readonly [name: string]: string },
  problems: Problems,
): void {
  const known = [...builtInVariables, ...Object.keys(variables)];
  for (const name of Object.keys(variables)) {
    if ((builtInVariables as readonly string[]).includes(name)) {
      problems.addAtKey(
        ["userData", "variables", name],
        "FLEET_TEMPLATE_VARIABLE",
        `The variable "${name}" is given to every template already`,
        "Remove it, or give it another name.",
      );
    }
  }
  for (const { name, line } of templateReferences(text)) {
    if (known.includes(name)) continue;
    const meant = suggestion(name, known);
    problems.add(
      ["userData", "template"],
      "FLEET_TEMPLATE_VARIABLE",
      `The template uses a variable "${name}" that it is not given`,
      `${template}, line ${line}. ${meant === undefined ? "" : `Did you mean "${meant}"? `}Add it to variables, or write $\${${name}} where the text itself is meant. Given are ${known.join(", ")}.`,
    );
  }
}

/** With EKS's own images user data is merged with EKS's, which works for one form per family only. */
function checkFormat(family: AmiFamily, format: UserDataFormat, template: string, problems: Problems): void {
  const fits: { readonly [family in AmiFamily]: readonly UserDataFormat[] } = {
    al2023: ["shell", "mime", "node-config"],
    al2: ["shell", "mime"],
    bottlerocket: ["toml"],
    windows: ["powershell"],
  };
  if (fits[family].includes(format)) return;
  const words: { readonly [format in UserDataFormat]: string } = {
    shell: "a script",
    mime: "MIME multi-part",
    "node-config": "a NodeConfig",
    toml: "Bottlerocket settings",
    powershell: "PowerShell",
  };
  problems.add(
    ["userData", "template"],
    "FLEET_USER_DATA",
    `The template "${template}" is ${words[format]}, which the group's image does not read`,
    `It reads ${fits[family].map((each) => words[each]).join(" or ")}.`,
  );
}

function howToJoin(format: UserDataFormat): string {
  switch (format) {
    case "shell":
    case "mime":
      return "Call nodeadm or /etc/eks/bootstrap.sh in it, or add a NodeConfig part with the cluster's data.";
    case "node-config":
      return "Give its cluster name, apiServerEndpoint, certificateAuthority and cidr.";
    case "toml":
      return "Set cluster-name, api-server and cluster-certificate under [settings.kubernetes].";
    case "powershell":
      return "Call Start-EKSBootstrap.ps1 in it.";
  }
}
