import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configurationJson, type LoadOptions, loadConfiguration } from "../../modules/configuration/index.js";
import { type Diagnostic, FleetwrightError } from "../../modules/diagnostics/index.js";
import { awsProviderSchema, providerRegistry } from "../../modules/provider/index.js";
import { Sensitive } from "../../modules/values/index.js";

const SYNTHESIZED = join(__dirname, "../fixtures/configuration/synthesized");

describe("a synthesized stack", () => {
  it("has its resources in Terraform's order, with providers and lifecycle", async () => {
    const configuration = await loadConfiguration(SYNTHESIZED);
    expect([...configuration.resources.keys()]).toEqual([
      "data.aws_eks_cluster.cluster",
      "data.aws_ssm_parameter.ami",
      ...["a", "b", "c"].map((zone) => `aws_eks_node_group.ng-${zone}`),
      ...["a", "b", "c"].map((zone) => `aws_launch_template.lt-${zone}`),
    ]);
    expect(configuration.providers.get("aws")).toMatchObject({
      source: "registry.terraform.io/hashicorp/aws",
      versionConstraint: "5.100.0",
    });
    const group = configuration.resources.get("aws_eks_node_group.ng-a");
    expect(group?.lifecycle.createBeforeDestroy).toBe(true);
    expect(group?.lifecycle.ignoreChanges).toMatchObject([
      { path: ["scaling_config", 0, "desired_size"], text: "scaling_config[0].desired_size" },
    ]);
  });

  it("orders what depends before what is depended on", async () => {
    const { graph } = await loadConfiguration(SYNTHESIZED);
    expect(graph.order.indexOf("aws_launch_template.lt-a")).toBeLessThan(
      graph.order.indexOf("aws_eks_node_group.ng-a"),
    );
    expect(graph.transitiveResourceDependencies("aws_eks_node_group.ng-a")).toEqual([
      "aws_launch_template.lt-a",
      "data.aws_eks_cluster.cluster",
      "data.aws_ssm_parameter.ami",
    ]);
    expect([...graph.resourceDependants("aws_launch_template.lt-a")]).toEqual(["aws_eks_node_group.ng-a"]);
  });

  it("is written into the plan byte for byte as Terraform writes it", async () => {
    const registry = providerRegistry();
    const written = configurationJson(await loadConfiguration(SYNTHESIZED), {
      provider: () => awsProviderSchema,
      resource: (mode, type) =>
        (mode === "managed" ? registry.resourceType(type) : registry.dataSource(type))?.schema,
    });
    const terraform: unknown = JSON.parse(readFileSync(join(SYNTHESIZED, "configuration.json"), "utf8"));
    expect(JSON.stringify(written)).toBe(JSON.stringify(terraform));
  });

  it("knows the line of every argument", async () => {
    const { resources } = await loadConfiguration(SYNTHESIZED);
    const body = resources.get("aws_eks_node_group.ng-a")?.body;
    const location = body?.file.locate([...body.path, "scaling_config", "max_size"]);
    expect(location?.lineText?.trim()).toMatch(/^"max_size": \d+,$/);
    expect(location?.file).toBe("cdk.tf.json");
  });
});

describe("variables", () => {
  const variable = {
    size: { type: "number", default: 2 },
    names: { type: "list(string)", default: [] },
    secret: { type: "string", default: "hush", sensitive: true },
    shape: {
      type: "object({a = string, b = optional(number, 3), c = optional(string)})",
      default: { a: "x" },
    },
  };

  it("take defaults, environment, files and the command line in Terraform's order", async () => {
    const configuration = await load(
      { variable },
      { env: { TF_VAR_size: "3", TF_VAR_names: '["e"]' }, variables: { size: "5" } },
      { "terraform.tfvars": 'names = ["f"] # from the file\n', "z.auto.tfvars.json": '{"secret": "s"}' },
    );
    expect(configuration.variableValues.get("size")).toBe(5);
    expect(configuration.variableValues.get("names")).toEqual(["f"]);
    expect(configuration.variableValues.get("secret")).toEqual(new Sensitive("s"));
    expect(configuration.variableValues.get("shape")).toEqual({ a: "x", b: 3, c: null });
  });

  it.each([
    [{ variable: { a: { type: "string" } } }, {}, "No value for required variable"],
    [{ variable: { a: { type: "number" } } }, { variables: { a: "x" } }, "Invalid value for input variable"],
    [{ variable: { a: { type: "strin" } } }, {}, "Invalid type specification"],
    [{ variable: { a: { type: "number", default: "x" } } }, {}, "Invalid default value for variable"],
    [{}, { variables: { b: "1" } }, "Value for undeclared variable"],
  ])("%j with %j is refused: %s", async (module, options, summary) => {
    expect(summaries(await problems(module, options))).toContain(summary);
  });

  it("are held against their validation rules", async () => {
    const rule = { condition: "${var.a > 3}", error_message: "too small: ${var.a}" };
    const found = await problems({ variable: { a: { default: 2, validation: [rule] } } });
    expect(found).toMatchObject([{ summary: "Invalid value for variable", detail: "too small: 2" }]);
  });
});

describe("what is wrong is said with its place", () => {
  const resource = (body: object) => ({ resource: { aws_x: { y: body } } });

  it.each<[string, object, string]>([
    ["an undeclared resource", resource({ a: "${aws_z.q.id}" }), "Reference to undeclared resource"],
    ["an undeclared variable", resource({ a: "${var.q}" }), "Reference to undeclared input variable"],
    ["an undeclared local", resource({ a: "${local.q}" }), "Reference to undeclared local value"],
    [
      "each without for_each",
      resource({ a: "${each.key}" }),
      'Reference to "each" in context without for_each',
    ],
    ["count without count", resource({ a: "${count.index}" }), 'Reference to "count" in non-counted context'],
    ["itself", resource({ a: "${aws_x.y.id}" }), "Self-referential block"],
    ["a module without a source", { module: { m: {} } }, "Missing required argument"],
    ["an undeclared module", resource({ a: "${module.q.id}" }), "Reference to undeclared module"],
    [
      "an undeclared resource for a module",
      { module: { m: { source: "./m", a: "${aws_z.q.id}" } } },
      "Reference to undeclared resource",
    ],
    ["an unknown block", { widget: {} }, "Extraneous JSON object property"],
    ["all in a list", resource({ lifecycle: { ignore_changes: ["*"] } }), "Invalid ignore_changes wildcard"],
    [
      "count and for_each",
      resource({ count: 1, for_each: {} }),
      'Invalid combination of "count" and "for_each"',
    ],
    ["a missing alias", resource({ provider: "aws.west" }), "Provider configuration not present"],
    ["broken syntax", resource({ a: "${1 +}" }), "Invalid expression"],
  ])("%s", async (_, module, summary) => {
    const found = await problems(module);
    expect(summaries(found)).toContain(summary);
    expect(found.every(({ location }) => location?.file === "main.tf.json")).toBe(true);
  });

  it("points into the string, past its escapes", async () => {
    const found = await problems(resource({ a: 'say "hi" ${1 +}' }));
    const { lineText = "", column = 0 } = found[0]?.location ?? {};
    expect(lineText.slice(column - 1)).toMatch(/^}/);
  });

  it("names the cycle", async () => {
    const found = await problems({
      resource: { aws_x: { a: { v: "${aws_x.b.v}" }, b: { v: "${local.l}" } } },
      locals: { l: "${aws_x.a.v}" },
    });
    expect(found[0]?.summary).toBe("Cycle: aws_x.a, aws_x.b, local.l");
  });

  it("reports every problem at once", async () => {
    expect(await problems(resource({ a: "${var.p}", b: "${var.q}", c: "${local.r}" }))).toHaveLength(3);
  });

  it("refuses files that it would have to leave out", async () => {
    expect(summaries(await problems({}, {}, { "more.tf": "" }))).toEqual(["Native syntax is not read"]);
    expect(summaries(await problems({}, {}, { "x_override.tf.json": "{}" }))).toContain(
      "Override files are not read",
    );
  });

  it("tells bad JSON and repeated keys from good JSON", async () => {
    const bad = await problems({}, {}, { "bad.tf.json": '{"a": }' });
    expect(bad[0]).toMatchObject({
      summary: "Invalid JSON",
      location: { file: "bad.tf.json", line: 1, column: 7 },
    });
    const twice = await problems({}, {}, { "twice.tf.json": '{"locals": {"a": 1, "a": 2}}' });
    expect(summaries(twice)).toEqual(["Duplicate JSON object property"]);
  });

  it("says which folder is missing", async () => {
    await expect(loadConfiguration("/no/such/folder")).rejects.toThrow("Configuration folder not found");
  });
});

describe("the other blocks", () => {
  it("are read with their addresses", async () => {
    const configuration = await load({
      resource: { aws_x: { y: { count: 2 } } },
      moved: [{ from: "aws_x.old", to: "aws_x.y[0]" }],
      import: [{ to: "aws_x.y[1]", id: "i-1" }],
      removed: [{ from: "aws_x.gone", lifecycle: { destroy: false } }],
      output: { o: { value: "${aws_x.y[0].id}", sensitive: true } },
      check: { c: { assert: { condition: "${length(aws_x.y) > 0}", error_message: "none" } } },
    });
    expect(configuration.moved).toMatchObject([
      { from: { resource: "aws_x.old", key: null }, to: { resource: "aws_x.y", key: 0 } },
    ]);
    expect(configuration.imports).toMatchObject([{ to: "aws_x.y" }]);
    expect(configuration.removed).toMatchObject([
      { from: { resource: "aws_x.gone", key: null }, destroy: false },
    ]);
    expect(configuration.outputs.get("o")?.expression.references).toMatchObject([
      { subject: "aws_x.y", key: 0, remaining: ["id"] },
    ]);
    expect(configuration.checks.get("c")?.assertions).toHaveLength(1);
  });
});

async function load(
  module: object,
  options: LoadOptions = {},
  files: { readonly [name: string]: string } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), "fleetwright-configuration-"));
  try {
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(module));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return await loadConfiguration(folder, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function problems(...args: Parameters<typeof load>): Promise<readonly Diagnostic[]> {
  try {
    await load(...args);
  } catch (error) {
    if (FleetwrightError.is(error)) return error.diagnostics;
    throw error;
  }
  return [];
}

function summaries(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ summary }) => summary);
}
