import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emptyState, formatState } from "../../modules/state/index.js";
import { runCommand } from "../_helpers/cli-run.js";

/** Any folder of Terraform JSON can be planned; with a state and without refresh, no cloud is needed. */
describe("plan -configuration", () => {
  const before = process.env.AWS_ENDPOINT_URL;
  const workingDirectory = process.cwd();
  let directory = "";

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "fleetwright-configuration-"));
    process.chdir(directory);
    // Nothing listens there: a call to AWS would fail.
    process.env.AWS_ENDPOINT_URL = "http://127.0.0.1:1";
    mkdirSync("nodes");
    writeFileSync("nodes/cdk.tf.json", JSON.stringify(configuration({ max: 5 })));
    writeFileSync("empty.tfstate", formatState(emptyState()));
  });

  afterAll(() => {
    process.chdir(workingDirectory);
    if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
    else process.env.AWS_ENDPOINT_URL = before;
    rmSync(directory, { recursive: true, force: true });
  });

  const plan = (...argv: readonly string[]) =>
    runCommand(["plan", "-configuration", "nodes", "-state=empty.tfstate", "-refresh=false", ...argv], {
      env: { AWS_REGION: "eu-central-1" },
    });

  it("plans against a state file with no cloud at all", async () => {
    const run = await plan("-detailed-exitcode");
    expect(run.stderr).toBe("");
    expect(run.stdout).toContain("# aws_eks_node_group.a will be created");
    expect(run.stdout).toContain("Plan: 1 to add, 0 to change, 0 to destroy.");
    expect(run.code).toBe(2);
  });

  it("gives the same bytes for the same input", async () => {
    const [first, second] = [await plan(), await plan()];
    expect(first.stdout).toBe(second.stdout);
  });

  it("takes input variables", async () => {
    const run = await plan("-var", "team=infra");
    expect(run.stdout).toContain('"team" = "infra"');
  });

  it("says which variable is missing in the file and line that asks for it", async () => {
    mkdirSync("needy");
    writeFileSync(
      "needy/main.tf.json",
      JSON.stringify({ variable: { region: { type: "string" } } }, null, 2),
    );
    const run = await runCommand(["plan", "-configuration", "needy"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/needy\/main\.tf\.json:\d+:\d+/);
    expect(run.stderr).toContain("region");
  });

  it("says that a folder holds no configuration", async () => {
    mkdirSync("hollow");
    const run = await runCommand(["plan", "-configuration", "hollow"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("hollow");
  });

  it("judges a Terraform plan of anyone's, from standard input formats to exit code", async () => {
    await plan("-out", "nodes.plan");
    const { stdout } = await runCommand(["show", "-json", "nodes.plan"]);
    writeFileSync("terraform.json", stdout);
    const run = await runCommand(["gate", "-terraform-plan", "terraform.json", "-format=json"]);
    expect([0, 3]).toContain(run.code);
    expect(JSON.parse(run.stdout).allowed).toBe(run.code === 0);
  });

  const gate = (...argv: readonly string[]) =>
    runCommand(["gate", "-refresh=false", "-format=json", ...argv], { env: { AWS_REGION: "eu-central-1" } });

  it("judges a folder of Terraform JSON at the lines of its file", async () => {
    mkdirSync("oversized");
    writeFileSync("oversized/cdk.tf.json", JSON.stringify(configuration({ max: 500 }), null, 2));
    const run = await gate("-configuration=oversized", "-state=empty.tfstate");
    expect(run.stderr).toBe("");
    expect(run.code).toBe(3);
    const { findings } = JSON.parse(run.stdout);
    expect(findings[0]).toMatchObject({
      rule: "FW-LIMIT-002",
      address: "aws_eks_node_group.a",
      location: { file: "oversized/cdk.tf.json", lineText: expect.stringContaining("scaling_config") },
    });
  });

  it("judges every stack of a cdktf.out, each against the state of its own backend", async () => {
    for (const [stack, max] of [
      ["small", 5],
      ["large", 500],
    ] as const) {
      mkdirSync(`cdktf.out/stacks/${stack}`, { recursive: true });
      writeFileSync(`cdktf.out/stacks/${stack}/terraform.tfstate`, formatState(emptyState()));
      writeFileSync(`cdktf.out/stacks/${stack}/cdk.tf.json`, JSON.stringify(configuration({ max }), null, 2));
    }
    const stacks = {
      small: { workingDirectory: "stacks/small" },
      large: { workingDirectory: "stacks/large" },
    };
    writeFileSync("cdktf.out/manifest.json", JSON.stringify({ version: "0.21.0", stacks }));
    const run = await gate("-cdktf-out=cdktf.out");
    expect(run.stderr).toBe("");
    expect(run.code).toBe(3);
    const verdict = JSON.parse(run.stdout);
    expect(verdict.stacks).toEqual({ small: { allowed: true }, large: { allowed: false } });
    expect(verdict.findings[0].location.file).toBe("cdktf.out/stacks/large/cdk.tf.json");

    const both = await gate("-cdktf-out=cdktf.out", "-state=empty.tfstate");
    expect(both.code).toBe(1);
    expect(both.stderr).toContain("GATE_ONE_STATE");
  });

  it("says that a directory was not synthesized", async () => {
    const run = await gate("-cdktf-out=nodes");
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("nodes/manifest.json cannot be read");
  });
});

/** Terraform's own interpolation. */
const TEAM = "$".concat("{var.team}");

function configuration({ max }: { readonly max: number }) {
  return {
    terraform: { required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.100.0" } } },
    provider: { aws: [{ region: "eu-central-1" }] },
    variable: { team: { type: "string", default: "none" } },
    resource: {
      aws_eks_node_group: {
        a: {
          cluster_name: "prod",
          node_group_name: "a",
          node_role_arn: "arn:aws:iam::111122223333:role/eks-node",
          subnet_ids: ["subnet-0a11000000000001a"],
          tags: { team: TEAM },
          scaling_config: { desired_size: 2, max_size: max, min_size: 1 },
        },
      },
    },
  };
}
