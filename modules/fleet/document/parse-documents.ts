import { type Document, isScalar, type Node, parseAllDocuments, type YAMLError } from "yaml";
import type { Diagnostic, SourceLocation } from "../../diagnostics/index.js";
import type { PathStep } from "../origin.js";
import { checkReferences } from "./check-references.js";
import { findNode, findPair } from "./find-node.js";
import type { FleetDocument } from "./fleet-document.js";
import { locationAt, type SourceText } from "./source-text.js";

export interface ParsedFile {
  readonly documents: readonly FleetDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the YAML documents of a file. Values keep their places; a document with errors is left out, its errors
 * are reported. Map keys are read as strings, and merge keys (`<<`) are honoured.
 */
export function parseDocuments(source: SourceText, directory: string): ParsedFile {
  const parsed = parseAllDocuments(source.text, { prettyErrors: false, merge: true, stringKeys: true });
  const documents: FleetDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const document of parsed) {
    // After the first syntax error the parser guesses, and what it says then is mostly of its guesses.
    const syntax = document.errors.filter((error) => error.code !== "DUPLICATE_KEY").slice(0, 1);
    const duplicates = document.errors.filter((error) => error.code === "DUPLICATE_KEY");
    const problems = [...syntax, ...duplicates, ...document.warnings].map((each) =>
      yamlDiagnostic(source, each),
    );
    if (problems.length === 0) problems.push(...checkReferences(source, document));
    diagnostics.push(...problems);
    if (problems.length === 0 && !isEmpty(document)) {
      documents.push(fleetDocument(source, directory, document));
    }
  }
  if (diagnostics.length === 0 && documents.length === 0) diagnostics.push(emptyFile(source));
  return { documents, diagnostics };
}

function isEmpty(document: Document): boolean {
  const contents = document.contents;
  return contents === null || (isScalar(contents) && (contents.value === null || contents.value === ""));
}

function fleetDocument(source: SourceText, directory: string, document: Document.Parsed): FleetDocument {
  const place = (node: Node | null | undefined): SourceLocation | undefined => {
    const range = node?.range;
    return range === undefined || range === null ? undefined : locationAt(source, range[0], range[1]);
  };
  return {
    file: source.file,
    directory,
    // Expansion is bounded by checkReferences, which counts better than the library's own limit.
    value: document.toJS({ maxAliasCount: -1 }),
    locateValue: (path) => {
      const node = findNode(document, path);
      // `key:` with nothing after it has an empty range: the key says more.
      if (node !== undefined && isScalar(node) && node.range?.[0] === node.range?.[1] && path.length > 0) {
        return place(findPair(document, path)?.key) ?? place(node);
      }
      return place(node);
    },
    locateKey: (path: readonly PathStep[]) =>
      place(findPair(document, path)?.key) ?? place(findNode(document, path)),
    sourceOf: (path) => {
      const node = findNode(document, path);
      return isScalar(node) ? node.source : undefined;
    },
  };
}

function emptyFile(source: SourceText): Diagnostic {
  return {
    severity: "error",
    code: "FLEET_FILE_EMPTY",
    summary: "The fleet file is empty",
    detail:
      "Begin it with `apiVersion: fleetwright.dev/v1` and `kind: Fleet`; `fleetwright init` writes one to start from.",
    location: { file: source.file, line: 1, column: 1 },
  };
}

function yamlDiagnostic(source: SourceText, error: YAMLError): Diagnostic {
  const [start, end] = error.pos;
  if (error.code === "DUPLICATE_KEY") {
    // The parser marks the key's first character only.
    const written = /^("[^"]*"|'[^']*'|[^:,}\]]+)/.exec(source.text.slice(start))?.[0].trimEnd() ?? "";
    const key = written.replace(/^["']|["']$/g, "");
    return {
      severity: "error",
      code: "FLEET_DUPLICATE_KEY",
      summary: `The key "${key}" stands twice in one map`,
      detail: "Only one of the two can hold. Remove one, or bring their contents together under one key.",
      location: locationAt(source, start, start + written.length),
    };
  }
  const location = locationAt(source, start, end);
  if (error.code === "TAG_RESOLVE_FAILED") {
    return {
      severity: "error",
      code: "FLEET_YAML_TAG",
      summary: "A YAML tag that a fleet file does not know",
      detail: `${error.message}. Fleet files hold plain strings, numbers, booleans, lists and maps: remove the tag.`,
      location,
    };
  }
  return {
    severity: "error",
    code: "FLEET_YAML_SYNTAX",
    summary: "This is not valid YAML",
    detail: `${error.message}.${syntaxAdvice(error)}`,
    location,
  };
}

function syntaxAdvice(error: YAMLError): string {
  switch (error.code) {
    case "TAB_AS_INDENT":
      return " Indent with spaces.";
    case "MISSING_CHAR":
      return " Close what was opened on this line.";
    case "BAD_SCALAR_START":
      return " Put the value in quotes.";
    case "BLOCK_AS_IMPLICIT_KEY":
      return ' Check the indentation, or put a value that holds ": " in quotes.';
    case "MULTILINE_IMPLICIT_KEY":
      return " Check the indentation of this line, and that its key is followed by a colon.";
    case "BAD_INDENT":
    case "UNEXPECTED_TOKEN":
      return " Check the indentation and the brackets before this place.";
    default:
      return "";
  }
}
