import { isObjectValue, type ObjectValue, type Value } from "../../values/index.js";
import { texts } from "../state-shape/data-source-state.js";
import { blockList, textOf } from "../state-shape/object-fields.js";

/** A policy as IAM takes it; a list of one string is written as that string. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly PolicyStatement[];
}

export type PolicyStatement = { readonly [member: string]: unknown };

/** Members of a statement in the provider's order. */
const MEMBERS = [
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
];

/** The statements that the configuration itself writes, as a document. */
export function configuredDocument(config: ObjectValue): PolicyDocument {
  const id = textOf(config, "policy_id");
  return {
    Version: textOf(config, "version") ?? "2012-10-17",
    ...(id ? { Id: id } : {}),
    Statement: blockList(config, "statement").map(statementOf),
  };
}

/** `later` over `earlier`: id and version where it has them, statements by their `Sid`. */
export function mergeDocuments(earlier: PolicyDocument, later: PolicyDocument): PolicyDocument {
  const statements = [...earlier.Statement];
  for (const statement of later.Statement) {
    const same = statements.findIndex(({ Sid }) => Sid !== undefined && Sid !== "" && Sid === statement.Sid);
    if (same === -1) statements.push(statement);
    else statements[same] = statement;
  }
  return {
    ...earlier,
    ...(later.Version ? { Version: later.Version } : {}),
    ...(later.Id ? { Id: later.Id } : {}),
    Statement: statements,
  };
}

/** The document's members in the order in which the provider prints them. */
export function orderedDocument({ Id, Statement, Version }: PolicyDocument): object {
  return {
    ...(Version === undefined ? {} : { Version }),
    ...(Id === undefined ? {} : { Id }),
    ...(Statement.length === 0 ? {} : { Statement: Statement.map(orderedStatement) }),
  };
}

function orderedStatement(statement: PolicyStatement): PolicyStatement {
  const entries = MEMBERS.filter((member) => statement[member] !== undefined && statement[member] !== "");
  return Object.fromEntries(entries.map((member) => [member, statement[member]]));
}

function statementOf(statement: ObjectValue): PolicyStatement {
  return {
    Sid: textOf(statement, "sid") ?? "",
    Effect: textOf(statement, "effect") || "Allow",
    ...member("Action", oneOrMany(statement.actions)),
    ...member("NotAction", oneOrMany(statement.not_actions)),
    ...member("Resource", oneOrMany(statement.resources)),
    ...member("NotResource", oneOrMany(statement.not_resources)),
    ...member("Principal", principalsOf(blockList(statement, "principals"))),
    ...member("NotPrincipal", principalsOf(blockList(statement, "not_principals"))),
    ...member("Condition", conditionsOf(blockList(statement, "condition"))),
  };
}

function member(name: string, value: unknown): PolicyStatement {
  return value === undefined ? {} : { [name]: value };
}

/** The provider writes several strings in descending order; `&{` stands for IAM's own `${`. */
function oneOrMany(value: Value | undefined): string | readonly string[] | undefined {
  const list = texts(value).map(variables).sort().reverse();
  return list.length === 0 ? undefined : list.length === 1 ? list[0] : list;
}

function variables(text: string): string {
  return text.replaceAll("&{", "${");
}

function principalsOf(blocks: readonly ObjectValue[]): unknown {
  if (blocks.length === 0) return undefined;
  const [only] = blocks;
  if (blocks.length === 1 && only?.type === "*" && oneOrMany(only.identifiers) === "*") return "*";
  const byType = new Map<string, string[]>();
  for (const block of blocks) {
    const type = textOf(block, "type") ?? "";
    const identifiers = texts(block.identifiers).map(variables).sort().reverse();
    byType.set(type, [...(byType.get(type) ?? []), ...identifiers]);
  }
  return sortedObject([...byType].map(([type, list]) => [type, list.length === 1 ? list[0] : list]));
}

function conditionsOf(blocks: readonly ObjectValue[]): unknown {
  if (blocks.length === 0) return undefined;
  const byTest = new Map<string, [string, unknown][]>();
  for (const block of blocks) {
    const values = texts(block.values).map(variables);
    const entry: [string, unknown] = [
      variables(textOf(block, "variable") ?? ""),
      values.length === 1 ? values[0] : values,
    ];
    const test = textOf(block, "test") ?? "";
    byTest.set(test, [...(byTest.get(test) ?? []), entry]);
  }
  return sortedObject([...byTest].map(([test, entries]) => [test, sortedObject(entries)]));
}

function sortedObject(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries([...entries].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** A document that stands in JSON text; throws nothing: what is no document has no statements. */
export function parsedDocument(text: string): PolicyDocument {
  const document: unknown = JSON.parse(text);
  if (typeof document !== "object" || document === null) return { Statement: [] };
  const [version, id, statement] = ["Version", "Id", "Statement"].map((name): unknown =>
    Reflect.get(document, name),
  );
  const statements = Array.isArray(statement) ? statement : statement === undefined ? [] : [statement];
  return {
    ...(typeof version === "string" ? { Version: version } : {}),
    ...(typeof id === "string" ? { Id: id } : {}),
    Statement: statements.filter((element): element is PolicyStatement => isObjectValue(element)),
  };
}
