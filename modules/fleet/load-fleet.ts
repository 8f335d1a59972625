import { type Diagnostic, FleetwrightError } from "../diagnostics/index.js";
import { type FleetDocument, locateNearest } from "./document/fleet-document.js";
import { parseDocuments } from "./document/parse-documents.js";
import { type ReadFile, readFiles } from "./document/read-files.js";
import type { Cluster, ClusterOrigin, Fleet } from "./fleet.js";
import { type Pieces, readPieces } from "./pieces.js";
import { resolveCluster } from "./resolve/resolve-cluster.js";
import { type Header, resolveHeader } from "./resolve/resolve-header.js";
import { suggestion } from "./suggestion.js";

export interface LoadFleetOptions {
  /** What relative `paths` are relative to. Default: the process's working directory. */
  readonly workingDirectory?: string;
}

export interface LoadedFleet {
  readonly fleet: Fleet;
  /** What is not wrong but worth saying. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * Reads the fleet that `paths` name: fleet files, or directories, whose `*.yaml` and `*.yml` files make one
 * fleet together. Throws a FleetwrightError with everything that is wrong, in the order of files and lines.
 */
export async function loadFleet(
  paths: readonly string[],
  options: LoadFleetOptions = {},
): Promise<LoadedFleet> {
  const { files, diagnostics: unread } = await readFiles(paths, options.workingDirectory ?? process.cwd());
  const diagnostics: Diagnostic[] = [...unread];
  const documents = files.flatMap((file) => fleetDocuments(file, diagnostics));
  const incomplete = diagnostics.length > 0;
  const pieces = readPieces(documents);
  diagnostics.push(...pieces.diagnostics);
  const header = resolveHeader(pieces.headers, incomplete, diagnostics);

  const clusters: Cluster[] = [];
  const origins = new Map<string, ClusterOrigin>();
  for (const piece of pieces.clusters) {
    const resolved = resolveCluster(piece, header);
    diagnostics.push(...resolved.problems.flatMap((problems) => problems.diagnostics));
    const { name } = piece.value;
    if (name === undefined) continue;
    const before = origins.get(name)?.cluster[0];
    if (before !== undefined) {
      const first = locateNearest(before.document, [...before.path, "name"]);
      diagnostics.push({
        severity: "error",
        code: "FLEET_DUPLICATE_NAME",
        summary: `There are two clusters "${name}" in the fleet`,
        detail: `The other stands at ${first.file}:${first.line}. Names of clusters are unique in a fleet, also across regions and accounts, because each is a stack of its own.`,
        location: locateNearest(piece.origin.document, [...piece.origin.path, "name"]),
      });
      continue;
    }
    origins.set(name, resolved.origin);
    if (resolved.cluster !== undefined) clusters.push(resolved.cluster);
  }

  const order = files.map((file) => file.source.file);
  if (diagnostics.length === 0 && clusters.length === 0) diagnostics.push(noClusters(documents, order));
  if (diagnostics.length > 0) throw new FleetwrightError("user", sorted(diagnostics, order));
  const fleet: Fleet = {
    name: header.name,
    files: [...new Set(documents.map((document) => document.file))],
    backend: header.backend,
    policy: header.policy,
    rollout: header.rollout,
    clusters,
    origin: { fleet: pieces.headers.map((piece) => piece.origin), clusters: origins },
  };
  return { fleet, warnings: unusedTemplates(header, pieces) };
}

/** A template that nobody names is most likely a name that was changed in one place only. */
function unusedTemplates(header: Header, pieces: Pieces): Diagnostic[] {
  const used = new Set(
    pieces.clusters.flatMap(({ nodeGroups }) => nodeGroups.map((group) => group.value.template)),
  );
  const unused = [...header.templates].filter(([name]) => !used.has(name));
  return unused.map(([name, { origin }]) => ({
    severity: "warning",
    code: "FLEET_UNUSED_TEMPLATE",
    summary: `No node group uses the template "${name}"`,
    detail: "Name it in a group with template, or remove it.",
    location: origin.document.locateKey(origin.path) ?? locateNearest(origin.document, origin.path),
  }));
}

/** The documents of a file that are of a fleet; what is wrong with the others is reported. */
function fleetDocuments(file: ReadFile, diagnostics: Diagnostic[]): FleetDocument[] {
  const parsed = parseDocuments(file.source, file.directory);
  diagnostics.push(...parsed.diagnostics);
  return parsed.documents.filter((document) => {
    if (file.fromDirectory && isOfAnotherKind(document.value)) return false;
    const problems = kindProblems(document);
    diagnostics.push(...problems);
    return isMap(document.value) && !problems.some((problem) => problem.code === "FLEET_WRONG_KIND");
  });
}

/** Beside the fleet files in a directory may lie files for others; only a near miss of `Fleet` is a mistake. */
function isOfAnotherKind(value: unknown): boolean {
  if (!isMap(value)) return false;
  const kind = value.kind;
  return typeof kind === "string" && kind !== "Fleet" && suggestion(kind, ["Fleet"]) === undefined;
}

function kindProblems(document: FleetDocument): Diagnostic[] {
  const at = (path: readonly string[]) => ({ location: locateNearest(document, path) });
  const value = document.value;
  if (!isMap(value)) {
    const detail = "Begin it with `apiVersion: fleetwright.dev/v1` and `kind: Fleet`.";
    return [
      {
        severity: "error",
        code: "FLEET_WRONG_TYPE",
        summary: "A fleet file must be a map",
        detail,
        ...at([]),
      },
    ];
  }
  const problems: Diagnostic[] = [];
  const check = (key: "apiVersion" | "kind", wanted: string) => {
    const found = value[key];
    if (found === wanted) return;
    if (found === undefined) {
      const detail = `Write ${key}: ${wanted} at the top of the document.`;
      problems.push({
        severity: "error",
        code: "FLEET_MISSING_KEY",
        summary: `"${key}" is missing`,
        detail,
        ...at([]),
      });
      return;
    }
    const eksctl = value.kind === "ClusterConfig";
    const detail = eksctl
      ? "This is an eksctl file. `fleetwright import` makes a fleet file of it."
      : `Write ${key}: ${wanted}.`;
    const summary = `${JSON.stringify(found)} is not the ${key} of a fleet file`;
    const code = key === "kind" ? "FLEET_WRONG_KIND" : "FLEET_WRONG_VERSION";
    problems.push({ severity: "error", code, summary, detail, ...at([key]) });
  };
  check("apiVersion", "fleetwright.dev/v1");
  check("kind", "Fleet");
  return problems;
}

function noClusters(documents: readonly FleetDocument[], files: readonly string[]): Diagnostic {
  const [document] = documents;
  return {
    severity: "error",
    code: "FLEET_NO_CLUSTERS",
    summary: "The fleet has no clusters",
    detail: "List them under clusters, each with its name, region, account, zones and node groups.",
    location:
      document === undefined
        ? { file: files[0] ?? "", line: 1, column: 1 }
        : (document.locateKey(["clusters"]) ?? locateNearest(document, [])),
  };
}

function sorted(diagnostics: readonly Diagnostic[], files: readonly string[]): Diagnostic[] {
  const fileOf = (diagnostic: Diagnostic) => files.indexOf(diagnostic.location?.file ?? "");
  const unique = new Map(
    diagnostics.map((each) => [
      `${each.code} ${each.summary} ${each.location?.file}:${each.location?.line}:${each.location?.column}`,
      each,
    ]),
  );
  return [...unique.values()].sort(
    (a, b) =>
      fileOf(a) - fileOf(b) ||
      (a.location?.line ?? 0) - (b.location?.line ?? 0) ||
      (a.location?.column ?? 0) - (b.location?.column ?? 0),
  );
}

function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
