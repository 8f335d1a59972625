import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { App, TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { configurationLocator, judge, type Locator, readPlanDocuments } from "../../modules/policy/index.js";
import { nodeGroupChange, scaling, terraformPlan } from "../_helpers/plan-builder.js";

const fixtures = join(__dirname, "../fixtures/policy");
const now = "2026-03-01T12:00:00Z";

const project = mkdtempSync(join(tmpdir(), "fleetwright-locations-"));
afterAll(() => rmSync(project, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

/** The text at a place: what an editor would show as marked. */
function marked(locate: Locator, address: string, attribute?: readonly string[]): string | undefined {
  const place = locate("dev", address, attribute);
  if (place === undefined) return undefined;
  const line = readFileSync(join(project, place.file), "utf8").split("\n")[place.line - 1] ?? "";
  expect(place.lineText).toBe(line);
  return `${place.file}: ${line.slice(place.column - 1, (place.endColumn ?? 0) - 1)}`;
}

describe("findings about plans without a fleet file", () => {
  it("point at the line of the Terraform JSON that the plan was made from", async () => {
    const plans = await readPlanDocuments([join(fixtures, "plans/version-change.json")]);
    const directories = { "version-change": "configuration/version-change" };
    const locate = await configurationLocator(plans, fixtures, directories);
    const { findings } = await judge(plans, { now, locate });
    const finding = findings.find(({ rule, address }) => rule === "FW-SKEW-002" && address?.endsWith("ng-b"));
    const lines = readFileSync(join(fixtures, "configuration/version-change/cdk.tf.json"), "utf8").split(
      "\n",
    );
    const { file, line = 0 } = finding?.location ?? {};
    expect(file).toBe("configuration/version-change/cdk.tf.json");
    expect(lines[line - 1]).toContain('"version": "1.32"');
    expect(lines.slice(0, line).findLastIndex((text) => text.includes('"ng-b": {'))).toBeGreaterThan(
      lines.slice(0, line).findLastIndex((text) => text.includes('"ng-a": {')),
    );
  });

  it("have no line where there is no Terraform JSON", async () => {
    const plans = await readPlanDocuments([join(fixtures, "plans/version-change.json")]);
    const locate = await configurationLocator(plans, fixtures, { "version-change": "missing" });
    expect(locate("version-change", "aws_eks_node_group.ng-a")).toBeUndefined();
  });

  it("point at the block, or its attribute, in a folder of HCL", async () => {
    write(
      "hcl/main.tf",
      'resource "aws_eks_node_group" "a" {\n  cluster_name = "prod"\n\n  scaling_config {\n    max_size = 9\n  }\n}\n\nmodule "pool" {\n  source = "./pool"\n}\n',
    );
    const locate = await configurationLocator({ stacks: { dev: terraformPlan({}) } }, project, {
      dev: "hcl",
    });
    expect(marked(locate, "aws_eks_node_group.a")).toBe("hcl/main.tf: resource");
    expect(marked(locate, "aws_eks_node_group.a[0]", ["scaling_config"])).toBe("hcl/main.tf: scaling_config");
    expect(marked(locate, "aws_eks_node_group.a", ["labels"])).toBe("hcl/main.tf: resource");
    expect(marked(locate, 'module.pool["x.y"].aws_eks_node_group.a')).toBe("hcl/main.tf: module");
    expect(marked(locate, "aws_eks_node_group.b")).toBeUndefined();
  });
});

describe("findings about what a CDKTF app synthesized", () => {
  /** A group of its own, and two pools, of which each makes a group under the same id. */
  const source = `class Dev extends TerraformStack {
  constructor(app, id) {
    super(app, id);
    new EksNodeGroup(this, "alone", {
      clusterName: "prod",
      scalingConfig: { minSize: 1, desiredSize: 3, maxSize: 200 },
    });
    new Pool(this, "left");
    new Pool(this, "right");
  }
}
class Pool extends Construct {
  constructor(scope, id) {
    super(scope, id);
    new EksNodeGroup(this, "group", { clusterName: "prod" });
  }
}
`;

  beforeAll(() => {
    write("app/cdktf.json", '{ "language": "typescript", "app": "node main.ts" }');
    write("app/main.ts", source);
    const app = new App({ outdir: join(project, "app/cdktf.out") });
    const stack = new TerraformStack(app, "dev");
    for (const path of ["alone", "left/group", "right/group"]) {
      const [id = "", inner] = path.split("/");
      const scope = inner === undefined ? stack : new Construct(stack, id);
      new TerraformResource(scope, inner ?? id, { terraformResourceType: "aws_eks_node_group" });
    }
    app.synth();
  });

  const locator = () =>
    configurationLocator({ stacks: { dev: terraformPlan({}) } }, project, {
      dev: "app/cdktf.out/stacks/dev",
    });

  it("point at the construct, and at the property inside it", async () => {
    const locate = await locator();
    expect(marked(locate, "aws_eks_node_group.alone")).toBe("app/main.ts: new EksNodeGroup");
    expect(marked(locate, "aws_eks_node_group.alone", ["scaling_config"])).toBe("app/main.ts: scalingConfig");
  });

  it("point at the construct around it, where the line inside stands for several", async () => {
    const locate = await locator();
    const [left] = Object.keys(synthesized()).filter((name) => name.startsWith("left"));
    expect(marked(locate, `aws_eks_node_group.${left}`)).toBe("app/main.ts: new Pool");
    expect(locate("dev", `aws_eks_node_group.${left}`)?.lineText).toContain('"left"');
  });

  it("point at the Terraform JSON, where no line of the app can be told for certain", async () => {
    write("app/other.ts", 'new EksNodeGroup(other, "alone", {});\n');
    expect(marked(await locator(), "aws_eks_node_group.alone")).toBe(
      'app/cdktf.out/stacks/dev/cdk.tf.json: "alone"',
    );
    rmSync(join(project, "app/other.ts"));
  });

  it("point where the stack trace points, when the app has CDKTF write it", async () => {
    const path = "app/cdktf.out/stacks/dev/cdk.tf.json";
    const plain = readFileSync(join(project, path), "utf8");
    const frames = ["new TerraformElement (/app/node_modules/cdktf/lib/terraform-element.js:25:19)"];
    frames.push(`new Pool (${join(project, "app/main.ts")}:15:5)`);
    write(
      path,
      plain.replace('"uniqueId": "alone"', `"uniqueId": "alone", "stackTrace": ${JSON.stringify(frames)}`),
    );
    const locate = await locator();
    expect(locate("dev", "aws_eks_node_group.alone")).toMatchObject({
      file: "app/main.ts",
      line: 15,
      column: 5,
    });
    write(path, plain);
  });

  it("are annotated there by the gate", async () => {
    const change = nodeGroupChange({ name: "alone", after: scaling(1, 3, 200) });
    const plans = { stacks: { dev: terraformPlan({ changes: [change] }) } };
    const { findings } = await judge(plans, { now, locate: await locator() });
    expect(findings.find(({ rule }) => rule === "FW-LIMIT-002")?.location).toMatchObject({
      file: "app/main.ts",
      line: 6,
    });
  });

  function synthesized(): object {
    const text = readFileSync(join(project, "app/cdktf.out/stacks/dev/cdk.tf.json"), "utf8");
    return JSON.parse(text).resource.aws_eks_node_group;
  }
});
