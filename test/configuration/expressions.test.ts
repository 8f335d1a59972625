import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith } from "../_helpers/live-tools.js";
import { askFleetwright } from "./ask-fleetwright.js";
import { type Answer, askTerraform } from "./ask-terraform.js";
import { EXPRESSIONS } from "./expression-table.js";

const SOURCE = join(__dirname, "../fixtures/configuration/expressions");

/** Errors in both, for the same reason, in other words: ours cannot or should not be Go's. */
const WORDED_DIFFERENTLY = new Set([
  "1 / 0",
  "var.nothing.x",
  "var.nothing[0]",
  'indent(-1, "a\\nb")',
  'replace("abc", "/(/", "-")',
  'regex("(", "b")',
  'regex("(?=a)", "a")',
  "element([1], 0.5)",
  "range(1, 4, 0)",
  'jsondecode("x")',
  'jsondecode("")',
  'yamldecode("{")',
  'formatdate("YYYY", "2018-01-02")',
  'timeadd("x", "1h")',
  'timecmp("x", "2017-11-22T00:00:01Z")',
  'cidrsubnets("10.0.0.0/24", 1, 1, 1)',
  'cidrsubnet("10.0.0.0/8", 8, 1.5)',
  "try([][0])",
  "terraform_data.u.nope",
  'element(["a", "b", "c"], -1)',
  'element(["a", "b", "c"], -4)',
]);

/** Where we differ: a null carries no type of its own here, in Terraform it does. */
const NULL_WITHOUT_TYPE = new Set([
  "var.nothing[*].x",
  'format("%s", null)',
  'format("%v", null)',
  "coalescelist(null, [1])",
]);

/** Where we differ: Terraform counts with 512 bits, we round to a double in the end. */
const BEYOND_DOUBLE_PRECISION = new Set(["2 / 3 * 3 == 2", "9007199254740993 == 9007199254740992"]);

/** What we refuse by name where Terraform has an answer: it could only be guessed, or is not worth a table. */
const REFUSED = new Set([
  'regex("(?P<n>a)(?P<n>b)", "ab")',
  'base64gzip("a")',
  "base64gzip(var.secret)",
  'provider::aws::arn_parse("a")',
  'textencodebase64("日本", "Shift_JIS")',
  'textencodebase64("日本", "EUC-JP")',
  'textencodebase64("中文", "GBK")',
  'textencodebase64("中文", "GB18030")',
  'textencodebase64("中文", "Big5")',
  'textencodebase64("한", "EUC-KR")',
  'textencodebase64("日本", "ISO-2022-JP")',
  'textencodebase64("a", "HZ-GB-2312")',
  'textdecodebase64("k/o=", "Shift_JIS")',
]);

/** What we take although Terraform does not: the quotes around a lone reference are gone when it is looked at. */
const TAKEN = new Set(['templatestring("${var.strings[0]}", {})']);

const COMPARED = EXPRESSIONS.filter(
  (expression) =>
    !TAKEN.has(expression) &&
    !NULL_WITHOUT_TYPE.has(expression) &&
    !BEYOND_DOUBLE_PRECISION.has(expression) &&
    !REFUSED.has(expression),
);

describe("expressions give what Terraform 1.11 gave for them", () => {
  const recorded: { readonly [expression: string]: Answer } = JSON.parse(
    readFileSync(join(SOURCE, "answers.json"), "utf8"),
  );
  let ours: ReadonlyMap<string, Answer>;

  beforeAll(async () => {
    const answers = await askFleetwright(SOURCE, EXPRESSIONS);
    ours = new Map(
      EXPRESSIONS.map((expression, index) => [expression, answers[index] ?? missing(expression)]),
    );
  });

  it.each(COMPARED)("%j", (expression) => {
    const theirs = recorded[expression] ?? missing(expression);
    const answer = ours.get(expression) ?? missing(expression);
    expect(comparable(expression, answer)).toEqual(comparable(expression, theirs));
  });
});

describe("expressions that are refused name what is not supported", () => {
  it.each([...REFUSED])("%j", async (expression) => {
    const [answer] = await askFleetwright(SOURCE, [expression]);
    const named = /^[\w:]+/.exec(expression)?.[0] ?? "";
    const culprit = /^text/.test(named) ? /"([^"]*)"\)$/.exec(expression)?.[1] : named;
    expect(answer).toMatchObject({
      kind: "error",
      detail: expect.stringContaining(named === "regex" ? "duplicate capture group name" : (culprit ?? "?")),
    });
  });
});

describeWith("terraform", "the recorded answers are Terraform's", () => {
  it("gives the same answers again (FLEETWRIGHT_RECORD=1 records them anew)", async () => {
    if (process.env.FLEETWRIGHT_RECORD === "1") {
      const answers = await askTerraform(SOURCE, EXPRESSIONS);
      const named = Object.fromEntries(EXPRESSIONS.map((expression, index) => [expression, answers[index]]));
      // Where a function of Terraform's panics, the message would hold Go's whole stack.
      const text = JSON.stringify(named, null, 1).replace(
        /panic in function implementation: (.*?)\\ngoroutine .*?"$/gm,
        '$1"',
      );
      writeFileSync(join(SOURCE, "answers.json"), `${text}\n`);
    }
    const recorded: { readonly [expression: string]: Answer } = JSON.parse(
      readFileSync(join(SOURCE, "answers.json"), "utf8"),
    );
    const live = await askTerraform(SOURCE, EXPRESSIONS);
    const differing = EXPRESSIONS.filter((expression, index) => {
      const answer = live[index] ?? missing(expression);
      const known = recorded[expression] ?? missing(expression);
      return JSON.stringify(comparable(expression, answer)) !== JSON.stringify(comparable(expression, known));
    });
    expect(differing).toEqual([]);
  }, 120_000);
});

function missing(expression: string): never {
  throw new Error(`no answer for ${expression}`);
}

function comparable(expression: string, answer: Answer): unknown {
  if (answer.kind === "error") return WORDED_DIFFERENTLY.has(expression) ? { kind: "error" } : answer;
  const { value, unknown, type, sensitive } = JSON.parse(JSON.stringify(answer));
  return { kind: "value", value, unknown: onlyUnknown(unknown), type, sensitive };
}

/** `after_unknown` without the structure around what is known. */
function onlyUnknown(unknown: unknown): unknown {
  if (Array.isArray(unknown)) {
    const elements = unknown.map(onlyUnknown);
    return elements.every((element) => element === false) ? false : elements;
  }
  if (typeof unknown !== "object" || unknown === null) return unknown;
  const members = Object.entries(unknown)
    .map(([name, member]) => [name, onlyUnknown(member)] as const)
    .filter(([, member]) => member !== false);
  return members.length === 0 ? false : Object.fromEntries(members);
}
