import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getExpressionAst } from "@cdktf/hcl2json";
import fc from "fast-check";
import { loadConfiguration } from "../../modules/configuration/index.js";
import { FleetwrightError } from "../../modules/diagnostics/index.js";
import { shapeOfHashicorpTree, shapeOfNode } from "./expression-shape.js";

/** Expressions whose structure both parsers must see alike; more come from the generator below. */
const CORPUS = [
  "var.a",
  "var.a.b[0].c",
  'var.a["x"].y',
  "var.a.0.b",
  "var.a ? var.b : var.c ? 1 : 2",
  "var.a || var.b && var.c == 1 + 2 * 3",
  "var.a - var.b - var.c",
  "-var.a.b * !var.b",
  "1 < 2 == true",
  "(var.a + 1) * 2",
  "var.a.*.b[0].c",
  "var.a[*].b[0].c",
  "var.a[*].b[*].c",
  "var.a[var.b].c[0]",
  "f(var.a).b[0]",
  "(var.a).b",
  "f(1, var.a...)",
  "f()",
  "f(1,)",
  "[1, var.a, [2]]",
  "[]",
  "{}",
  "{x = 1, (var.a) = 2}",
  "{x = 1\n y = 2}",
  "{x : 1}",
  "[for v in var.a: v]",
  "[for k, v in var.a: k if v == 1]",
  "{for k, v in var.a: k => v}",
  "{for k, v in var.a: k => v... if k != 1}",
  "1e3 + 1.5E-2",
  "var.a-b",
  "var.a - 1",
  "var.a /* c */ + 1",
  "f(\n  1,\n  2\n)",
  "provider::x::f(1)",
  "null",
  "true ? null : false",
  "[[1]][0]",
  "{x = 1}.x",
  "!(var.a)",
  "var.a[0][1]",
  "var.a[-1]",
  'f("x", "y${var.a}")',
  "var.forx",
  "[for fort in var.a: fort]",
  "var.a % 2",
  "var.a>=1",
  "var.a!=1",
].map((expression) => `\${${expression}}`);

const TEMPLATES = [
  "plain",
  "a${var.a}b",
  "${var.a}${var.b}",
  "a %{ if var.a }x%{ endif } b",
  "%{ if var.a }x%{ else }y${var.b}%{ endif }",
  "%{ for x in var.a }q${x}%{ endfor }",
  "%{ for k, x in var.a }${k}%{ if x }z%{ endif }%{ endfor }",
  "a${~ var.a ~}b",
  "$",
  "50% of",
];

const BROKEN = [
  "${",
  "${var.a",
  "${}",
  "${var.a +}",
  "${[1,,2]}",
  "${f(}",
  "${{x = 1 y = 2}}",
  "${var.a b}",
  "%{ if var.a }x",
  "%{ endif }",
  "${'x'}",
  "${var.a ? 1}",
  "${0x1f}",
  "${var.}",
  "${.a}",
  "${a.b.}",
  "${[for x in var.a]}",
  "${1.}",
];

const word = fc.constantFrom("x", "y1", "long-name", "_z");
const leaf = fc.oneof(
  fc.constantFrom("var.a", "var.b", "local.c", "true", "null", "terraform.workspace", "path.module"),
  fc.nat(999).map(String),
  fc.constantFrom("1.5", "1e3", '"text"', '"a${var.a}b"'),
);
const expression: fc.Arbitrary<string> = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc
      .tuple(
        tie("any"),
        fc.constantFrom("+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||"),
        tie("any"),
      )
      .map(([left, operator, right]) => `${left} ${operator} ${right}`),
    fc.tuple(tie("any"), tie("any"), tie("any")).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
    tie("any").map((inner) => `(${inner})`),
    fc.tuple(fc.constantFrom("-", "!"), tie("any")).map(([operator, inner]) => `${operator}${inner}`),
    fc.array(tie("any"), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
    fc
      .array(fc.tuple(word, tie("any")), { maxLength: 2 })
      .map((items) => `{${items.map(([key, value]) => `${key} = ${value}`).join(", ")}}`),
    fc.array(tie("any"), { minLength: 1, maxLength: 3 }).map((items) => `f(${items.join(", ")})`),
    tie("any").map((inner) => `f(${inner}...)`),
    fc.tuple(tie("any"), word).map(([inner, name]) => `(${inner}).${name}`),
    fc.tuple(tie("any"), tie("any")).map(([inner, key]) => `(${inner})[(${key})]`),
    fc.tuple(tie("any"), word).map(([inner, name]) => `(${inner})[*].${name}`),
    fc.tuple(tie("any"), word).map(([inner, name]) => `(${inner}).*.${name}`),
    fc
      .tuple(word, tie("any"), tie("any"))
      .map(([name, list, value]) => `[for ${name} in ${list} : ${value}]`),
    fc
      .tuple(tie("any"), tie("any"), tie("any"))
      .map(([list, key, value]) => `{for k, v in ${list} : ${key} => ${value} if ${value}}`),
    tie("any").map((inner) => `"t\${${inner}}u"`),
    tie("any").map((inner) => `"%{ if ${inner} }x%{ else }y%{ endif }"`),
  ),
})).any;

describe("the grammar sees what HashiCorp's parser sees", () => {
  it.each([...CORPUS, ...TEMPLATES])("in %j", async (text) => {
    expect(await ourShape(text)).toBe(await theirShape(text));
  });

  it.each(BROKEN)("refuses %j as well", async (text) => {
    await expect(theirShape(text)).rejects.toBeDefined();
    await expect(ourShape(text)).rejects.toThrow(FleetwrightError);
  });

  it("in expressions made at random", async () => {
    await fc.assert(
      fc.asyncProperty(expression, async (text) => {
        expect(await ourShape(`\${${text}}`)).toBe(await theirShape(`\${${text}}`));
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

async function theirShape(text: string): Promise<string> {
  const tree = await getExpressionAst("test.tf", `"${text}"`);
  if (tree === null) throw new Error("no tree");
  return shapeOfHashicorpTree(tree);
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fleetwright-parser-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The tree of an output's expression. */
async function ourShape(text: string): Promise<string> {
  const variable = {
    a: { default: 1 },
    b: { default: 1 },
    c: { default: 1 },
    forx: { default: 1 },
    "a-b": { default: 1 },
  };
  const module = { variable, locals: { c: 1 }, output: { o: { value: text } } };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(module));
  const { outputs } = await loadConfiguration(folder);
  const node = outputs.get("o")?.expression.node;
  if (node === undefined) throw new Error("the output is missing");
  return shapeOfNode(node);
}
