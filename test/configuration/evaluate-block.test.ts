import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createScope,
  type DecodableBlock,
  evaluateBlock,
  evaluateTrigger,
  expandInstances,
  instanceScopes,
  loadConfiguration,
} from "../../modules/configuration/index.js";
import { UNKNOWN, Unknown, type Value } from "../../modules/values/index.js";

const RULE: DecodableBlock = {
  attributes: { key: { type: "string", required: true }, value: { type: "string", optional: true } },
  blocks: {},
};
const SCHEMA: DecodableBlock = {
  attributes: {
    name: { type: "string", required: true },
    size: { type: "number", optional: true },
    flag: { type: "bool", optional: true },
    tags: { type: ["map", "string"], optional: true },
    zones: { type: ["set", "string"], optional: true },
    types: { type: ["list", "string"], optional: true },
    arn: { type: "string", computed: true },
  },
  blocks: {
    scaling: {
      nesting: "list",
      maxItems: 1,
      block: { attributes: { max: { type: "number", required: true } }, blocks: {} },
    },
    rule: { nesting: "set", block: RULE },
    timeouts: {
      nesting: "single",
      block: { attributes: { create: { type: "string", optional: true } }, blocks: {} },
    },
  },
};
const EMPTY = {
  size: null,
  flag: null,
  tags: null,
  zones: null,
  types: null,
  arn: null,
  scaling: [],
  rule: [],
  timeouts: null,
};

describe("a body decoded by its schema", () => {
  it.each<[string, object, object]>([
    ["converts primitives", { size: "5", flag: "true" }, { size: 5, flag: true }],
    ["takes a block as an object", { scaling: { max: "3" } }, { scaling: [{ max: 3 }] }],
    ["takes a block as an array", { scaling: [{ max: 3 }] }, { scaling: [{ max: 3 }] }],
    ["takes null for no block", { scaling: null, timeouts: null }, {}],
    ["keeps an empty collection apart from null", { tags: {}, types: [] }, { tags: {}, types: [] }],
    ["orders sets and drops what is twice in them", { zones: ["c", "a", "c"] }, { zones: ["a", "c"] }],
    [
      "orders blocks that are sets",
      { rule: [{ key: "b" }, { key: "a", value: "1" }] },
      {
        rule: [
          { key: "a", value: "1" },
          { key: "b", value: null },
        ],
      },
    ],
    [
      "leaves comments out",
      { "//": { metadata: 1 }, scaling: { "//": "x", max: 1 } },
      { scaling: [{ max: 1 }] },
    ],
    [
      "keeps unknown parts unknown",
      { size: "${aws_u.u.n}", tags: { a: "x-${aws_u.u.n}" } },
      { size: UNKNOWN, tags: { a: new Unknown(true) } },
    ],
    [
      "multiplies dynamic blocks",
      {
        dynamic: { rule: { for_each: ["p", "q"], content: { key: "${rule.value}", value: "${rule.key}" } } },
      },
      {
        rule: [
          { key: "p", value: "0" },
          { key: "q", value: "1" },
        ],
      },
    ],
    [
      "names the iterator",
      { dynamic: { rule: [{ for_each: { k: "v" }, iterator: "it", content: [{ key: "${it.key}" }] }] } },
      { rule: [{ key: "k", value: null }] },
    ],
    [
      "does not know how many blocks an unknown for_each makes",
      { dynamic: { rule: { for_each: "${aws_u.u.list}", content: { key: "a" } } } },
      { rule: UNKNOWN },
    ],
  ])("%s", async (_, body, expected) => {
    const { value, diagnostics } = await decode({ name: "n", ...body });
    expect(diagnostics).toEqual([]);
    expect(value).toEqual({ name: "n", ...EMPTY, ...expected });
  });

  it.each<[object, string, string]>([
    [{}, "Missing required argument", 'The argument "name" is required, but no definition was found.'],
    [
      { name: "n", sice: 1 },
      "Extraneous JSON object property",
      'No argument or block type is named "sice". Did you mean "size"?',
    ],
    [
      { name: ["n"] },
      "Incorrect attribute value type",
      'Inappropriate value for attribute "name": string required.',
    ],
    [
      { name: "n", size: "x" },
      "Incorrect attribute value type",
      'Inappropriate value for attribute "size": a number is required.',
    ],
    [
      { name: "n", tags: { a: ["b"] } },
      "Incorrect attribute value type",
      'Inappropriate value for attribute "tags": element "a": string required.',
    ],
    [
      { name: "n", scaling: [{ max: 1 }, { max: 2 }] },
      "Too many scaling blocks",
      'No more than 1 "scaling" blocks are allowed',
    ],
    [
      { name: "n", scaling: {} },
      "Missing required argument",
      'The argument "max" is required, but no definition was found.',
    ],
    [
      { name: "n", arn: "a" },
      "Value for unconfigurable attribute",
      `Can't configure a value for "arn": its value will be decided automatically based on the result of applying this configuration.`,
    ],
    [
      { name: "${upper(1, 2)}" },
      "Too many function arguments",
      'Function "upper" expects only 1 argument(s).',
    ],
    [
      { name: '${base64gzip("x")}' },
      "Function not supported",
      expect.stringContaining('"base64gzip" is not supported'),
    ],
    [{ name: "n", scaling: "x" }, "Incorrect JSON value type", expect.any(String)],
  ])("%j is refused: %s", async (body, summary, detail) => {
    const { diagnostics } = await decode(body);
    expect(diagnostics).toMatchObject([
      { severity: "error", summary, detail, location: { file: "main.tf.json" } },
    ]);
  });

  it("notes where sensitive values stand, a set as a whole", async () => {
    const { value, sensitivePaths } = await decode({
      name: "${var.secret}",
      tags: { a: "${var.secret}", b: "x" },
      zones: ["${var.secret}", "z"],
      rule: [{ key: "${var.secret}" }],
    });
    expect(value).toMatchObject({ name: "hush", tags: { a: "hush", b: "x" }, zones: ["hush", "z"] });
    expect(sensitivePaths).toEqual([["name"], ["tags", "a"], ["zones"], ["rule"]]);
  });
});

describe("instances", () => {
  it("come by count, by map key and by set element, each with its scope", async () => {
    const counted = await prepare({ name: "n-${count.index}", count: "${1 + 1}" });
    const names = [...instanceScopes(counted.resource, counted.scope)].map(([key, scope]) => [
      key,
      evaluateBlock(counted.resource.body, SCHEMA, scope).value.name,
    ]);
    expect(names).toEqual([
      [0, "n-0"],
      [1, "n-1"],
    ]);
    const each = await prepare({ name: "${each.key}${each.value}", for_each: '${toset(["b", "a"])}' });
    expect([...instanceScopes(each.resource, each.scope).keys()]).toEqual(["a", "b"]);
  });

  it.each<[object, string]>([
    [{ count: "${aws_u.u.n}" }, "Invalid count argument"],
    [{ count: -1 }, "Invalid count argument"],
    [{ count: 1.5 }, "Invalid count argument"],
    [{ count: null }, "Invalid count argument"],
    [{ for_each: ["a"] }, "Invalid for_each argument"],
    [{ for_each: "${toset([aws_u.u.n])}" }, "Invalid for_each argument"],
    [{ for_each: "${aws_u.u.list}" }, "Invalid for_each argument"],
    [{ for_each: { a: "${var.secret}" } }, ""],
    [{ for_each: "${toset([var.secret])}" }, "Invalid for_each argument"],
    [{ for_each: "${toset([1])}" }, "Invalid for_each set argument"],
  ])("%j: %s", async (body, summary) => {
    const { resource, scope } = await prepare({ name: "n", ...body });
    const expand = () => expandInstances(resource, scope);
    if (summary === "") expect(expand).not.toThrow();
    else expect(expand).toThrow(summary);
  });
});

describe("replace_triggered_by", () => {
  it("points at a resource, an instance or an attribute", async () => {
    const { resource, scope } = await prepare({
      name: "n",
      count: 2,
      lifecycle: { replace_triggered_by: ["${aws_u.u}", "aws_u.u.n", "${aws_u.u[count.index].n}"] },
    });
    const inner = instanceScopes(resource, scope).get(1) ?? scope;
    expect(resource.lifecycle.replaceTriggeredBy.map((trigger) => evaluateTrigger(trigger, inner))).toEqual([
      { resource: "aws_u.u", key: null, path: [] },
      { resource: "aws_u.u", key: null, path: ["n"] },
      { resource: "aws_u.u", key: 1, path: ["n"] },
    ]);
  });
});

async function prepare(body: object) {
  const folder = mkdtempSync(join(tmpdir(), "fleetwright-block-"));
  const module = {
    variable: { secret: { default: "hush", sensitive: true } },
    resource: { aws_x: { y: body }, aws_u: { u: {} } },
  };
  try {
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(module));
    const configuration = await loadConfiguration(folder);
    const resource = configuration.resources.get("aws_x.y");
    if (resource === undefined) throw new Error("the resource is missing");
    const unknown: Value = { n: UNKNOWN, list: UNKNOWN };
    const scope = createScope(configuration, {
      resource: (address) => (address === "aws_u.u" ? unknown : undefined),
    });
    return { resource, scope };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function decode(body: object) {
  const { resource, scope } = await prepare(body);
  return evaluateBlock(resource.body, SCHEMA, scope);
}
