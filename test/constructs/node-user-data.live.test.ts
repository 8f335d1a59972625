import path from "node:path";
import { App, TerraformOutput, TerraformStack, Testing } from "cdktf";
import { NodeUserData, type NodeUserDataProps } from "../../modules/constructs/index.js";
import { type LiveTerraform, startLiveTerraform } from "../_helpers/live-terraform.js";
import { describeWith } from "../_helpers/live-tools.js";

const fixtures = path.join(__dirname, "../fixtures/constructs");

const cluster = {
  name: "prod-eu-1",
  endpoint: "https://0123.gr7.eu-central-1.eks.amazonaws.com",
  certificateAuthority: "LS0tLS1CRUdJTg==",
  serviceCidr: "172.20.0.0/16",
};

describeWith("terraform", "user data, as terraform renders it", () => {
  let terraform: LiveTerraform;
  beforeAll(async () => {
    terraform = await startLiveTerraform({});
  });
  afterAll(() => terraform.close());

  /** What a node is given: Terraform's own rendering, decoded. */
  async function rendered(
    props: NodeUserDataProps,
    variables: { readonly [name: string]: string } = {},
  ): Promise<string> {
    const stack = new TerraformStack(new App({ stackTraces: false, outdir: terraform.folder }), "user-data");
    new TerraformOutput(stack, "encoded", { value: new NodeUserData(stack, "it", props).render(variables) });
    const json: { output: { encoded: { value: string } } } = JSON.parse(Testing.synth(stack));
    // The asset is the fixture itself: its place in the output is another matter.
    const source = props.kind === "template" ? JSON.stringify(props.path) : '""';
    const value = json.output.encoded.value.replace(/templatefile\("[^"]*"/, `templatefile(${source}`);
    terraform.configure({ output: { encoded: { value } } });
    await terraform.run(["apply", "-auto-approve", "-no-color"]);
    const { output } = await terraform.run(["output", "-raw", "encoded"]);
    return Buffer.from(output, "base64").toString("utf8");
  }

  test.each(["nodeadm", "bottlerocket", "bootstrap.sh"] as const)("joins a node by %s", async (bootstrap) => {
    expect(await rendered({ kind: "generated", bootstrap, cluster })).toMatchSnapshot();
    expect(await rendered({ kind: "generated", bootstrap, cluster, maxPods: 58 })).toMatchSnapshot(
      "with pods limited",
    );
  });

  const odd = 'a "b" \\n $HOME $' + "{HOME} %{if}";

  test("keeps every character of a variable", async () => {
    const text = await rendered(
      {
        kind: "template",
        path: path.join(fixtures, "echo.sh.tftpl"),
        variables: { text: odd },
      },
      { zone: "eu-central-1a" },
    );
    expect(text).toBe(`#!/bin/sh\necho '${odd}' eu-central-1a $\{HOME}\n`);
  });

  test("wraps a script as EKS can merge it", async () => {
    const text = await rendered({
      kind: "template",
      path: path.join(fixtures, "echo.sh.tftpl"),
      variables: { text: "x", zone: "z" },
      wrap: "text/x-shellscript",
    });
    expect(text).toMatchSnapshot();
  });
});
