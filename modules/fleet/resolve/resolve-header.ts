import path from "node:path";
import type { Diagnostic } from "../../diagnostics/index.js";
import { type FleetDocument, locateNearest } from "../document/fleet-document.js";
import type { AssumeRole, Backend, FleetPolicy } from "../fleet.js";
import type { PathStep } from "../origin.js";
import type { HeaderPiece } from "../pieces.js";
import type { ClusterSettings } from "../schema/cluster-schema.js";
import type { NodeGroupSettings } from "../schema/node-group-schema.js";
import type { Layer } from "./layers.js";

/** What holds for the whole fleet, brought together from all its documents. */
export interface Header {
  readonly name: string;
  readonly backend: Backend;
  readonly policy: FleetPolicy;
  readonly rollout: { readonly [key: string]: unknown } | null;
  readonly clusterDefaults: BrokenLayer<ClusterSettings> | undefined;
  readonly nodeGroupDefaults: BrokenLayer<NodeGroupSettings> | undefined;
  readonly templates: ReadonlyMap<string, BrokenLayer<NodeGroupSettings>>;
  /** A file could not be read: what is missing may stand there. */
  readonly incomplete: boolean;
}

/** A layer with the paths in it that were wrong. */
export interface BrokenLayer<T> extends Layer<T> {
  readonly broken: readonly (readonly PathStep[])[];
}

export function resolveHeader(
  headers: readonly HeaderPiece[],
  incomplete: boolean,
  diagnostics: Diagnostic[],
): Header {
  const once = <T>(at: readonly PathStep[], read: (value: HeaderPiece["value"]) => T | undefined) =>
    saidOnce(headers, at, read, diagnostics);
  const profile = once(["policy", "profile"], (value) => value.policy?.profile);
  const parameters = once(["policy", "parameters"], (value) => value.policy?.parameters);
  const backend = once(["backend"], (value) => value.backend);
  return {
    name: fleetName(headers, incomplete, diagnostics),
    backend: resolveBackend(backend?.value, backend?.origin.document),
    policy: {
      profile: profile?.value ?? null,
      parameters: parameters?.value ?? {},
      waivers: headers.flatMap(waiversOf),
    },
    rollout: once(["rollout"], (value) => value.rollout)?.value ?? null,
    clusterDefaults: once(["defaults", "cluster"], (value) => value.defaults?.cluster),
    nodeGroupDefaults: once(["defaults", "nodeGroup"], (value) => value.defaults?.nodeGroup),
    templates: templatesOf(headers, diagnostics),
    incomplete,
  };
}

/** Of several files one says it: a second one would make the result depend on the files' names. */
function saidOnce<T>(
  headers: readonly HeaderPiece[],
  at: readonly PathStep[],
  read: (value: HeaderPiece["value"]) => T | undefined,
  diagnostics: Diagnostic[],
): BrokenLayer<T> | undefined {
  let first: BrokenLayer<T> | undefined;
  for (const header of headers) {
    const value = read(header.value);
    if (value === undefined) continue;
    const document = header.origin.document;
    if (first === undefined) {
      first = { value, origin: { document, path: at }, broken: brokenWithin(header.broken, at) };
      continue;
    }
    const before = place(first.origin.document, at);
    diagnostics.push({
      severity: "error",
      code: "FLEET_SAID_TWICE",
      summary: `"${at.join(".")}" is said in two files`,
      detail: `It stands at ${before} already. Keep it in one of them.`,
      location: document.locateKey(at) ?? locateNearest(document, at),
    });
  }
  return first;
}

/** Paths that were wrong, as seen from `base`; the empty path says that all of it is. */
export function brokenWithin(
  broken: readonly (readonly PathStep[])[],
  base: readonly PathStep[],
): (readonly PathStep[])[] {
  return broken.flatMap((wrong) => {
    const common = Math.min(wrong.length, base.length);
    if (!base.slice(0, common).every((step, index) => step === wrong[index])) return [];
    return [wrong.slice(base.length)];
  });
}

function fleetName(headers: readonly HeaderPiece[], incomplete: boolean, diagnostics: Diagnostic[]): string {
  let first: { name: string; document: FleetDocument } | undefined;
  for (const { value, origin } of headers) {
    if (value.name === undefined) continue;
    first ??= { name: value.name, document: origin.document };
    if (value.name !== first.name) {
      diagnostics.push({
        severity: "error",
        code: "FLEET_SAID_TWICE",
        summary: `The fleet is called "${value.name}" here and "${first.name}" elsewhere`,
        detail: `Files that are read together make one fleet; the other name stands at ${place(first.document, ["name"])}. Use one name.`,
        location: locateNearest(origin.document, ["name"]),
      });
    }
  }
  const broken = incomplete || headers.some((header) => header.broken.some((path) => path[0] === "name"));
  const [header] = headers;
  if (first === undefined && header !== undefined && !broken) {
    diagnostics.push({
      severity: "error",
      code: "FLEET_MISSING_KEY",
      summary: "The fleet has no name",
      detail: "Add one at the top of the file, e.g. name: shop.",
      location: locateNearest(header.origin.document, []),
    });
  }
  return first?.name ?? "";
}

function resolveBackend(
  backend: HeaderPiece["value"]["backend"],
  document: FleetDocument | undefined,
): Backend {
  if (backend === undefined) return { type: "local", directory: null };
  if (backend.type === "local") {
    const directory =
      backend.directory === undefined ? null : path.resolve(document?.directory ?? "", backend.directory);
    return { type: "local", directory };
  }
  return {
    type: "s3",
    bucket: backend.bucket,
    region: backend.region,
    keyPrefix: backend.keyPrefix ?? "",
    useLockfile: backend.useLockfile ?? backend.dynamodbTable === undefined,
    dynamodbTable: backend.dynamodbTable ?? null,
    encrypt: backend.encrypt ?? true,
    kmsKeyId: backend.kmsKeyId ?? null,
    assumeRole: backend.assumeRole === undefined ? null : resolveAssumeRole(backend.assumeRole),
  };
}

export function resolveAssumeRole(role: NonNullable<ClusterSettings["assumeRole"]>): AssumeRole {
  return {
    roleArn: role.roleArn,
    externalId: role.externalId ?? null,
    sessionName: role.sessionName ?? null,
  };
}

function waiversOf({ value, origin }: HeaderPiece): FleetPolicy["waivers"] {
  return (value.policy?.waivers ?? []).map((waiver, index) => {
    const { cluster, nodeGroup, zone } = waiver.scope ?? {};
    return {
      rule: waiver.rule,
      scope: {
        ...(cluster === undefined ? {} : { cluster }),
        ...(nodeGroup === undefined ? {} : { nodeGroup }),
        ...(zone === undefined ? {} : { zone }),
      },
      owner: waiver.owner,
      reason: waiver.reason,
      expires: waiver.expires,
      location: locateNearest(origin.document, ["policy", "waivers", index, "rule"]),
    };
  });
}

function templatesOf(headers: readonly HeaderPiece[], diagnostics: Diagnostic[]): Header["templates"] {
  const templates = new Map<string, BrokenLayer<NodeGroupSettings>>();
  for (const { value, origin, broken } of headers) {
    for (const [name, settings] of Object.entries(value.nodeGroupTemplates ?? {})) {
      const at = ["nodeGroupTemplates", name];
      const before = templates.get(name);
      if (before === undefined) {
        templates.set(name, {
          value: settings,
          origin: { document: origin.document, path: at },
          broken: brokenWithin(broken, at),
        });
        continue;
      }
      diagnostics.push({
        severity: "error",
        code: "FLEET_DUPLICATE_NAME",
        summary: `There are two node group templates "${name}"`,
        detail: `The other stands at ${place(before.origin.document, at)}. Give one of them another name.`,
        location: origin.document.locateKey(at) ?? locateNearest(origin.document, at),
      });
    }
  }
  return templates;
}

/** `file:line` of a key, for the text of a message. */
function place(document: FleetDocument, at: readonly PathStep[]): string {
  const location = document.locateKey(at) ?? locateNearest(document, at);
  return `${location.file}:${location.line}`;
}
