import type { SourceLocation } from "../diagnostics/index.js";
import type { Path } from "../values/index.js";
import type { JsonObject } from "./json.js";
import type { NodeRange } from "./syntax/expression-node.js";
import type { TemplateParser } from "./syntax/parse-template.js";

/** A file of Terraform JSON. Positions are only worked out when somebody asks for one. */
export interface SourceFile {
  /** Relative to the configuration's directory. */
  readonly name: string;
  /**
   * Where the value at this JSON path stands; a path that does not exist gives its nearest ancestor. With a
   * range: the part of that string between these characters.
   */
  locate(path: Path, range?: NodeRange): SourceLocation;
  /** Where these offsets into the file's text stand. */
  locateOffsets(start: number, end: number): SourceLocation;
}

/** A block's body as it stands in the JSON, its `//` comment included, its meta-arguments still in it. */
export interface Body {
  readonly json: JsonObject;
  readonly file: SourceFile;
  /** The body's own JSON path in the file; append an attribute's name to `locate` it. */
  readonly path: Path;
  /** Keys of `json` that are the language's own here (`count`, `lifecycle`, …) and no arguments. */
  readonly metaArguments: ReadonlySet<string>;
  readonly templates: TemplateParser;
}
