import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stackRegistry } from "../../modules/cli/workflow/stack-registry.js";
import { loadConfiguration } from "../../modules/configuration/index.js";
import { FleetwrightError } from "../../modules/diagnostics/index.js";
import { releaseText } from "../../modules/provider/index.js";
import { emptyState, type TerraformState } from "../../modules/state/index.js";

/** The release that a stack is planned with, or the code of the problem. */
async function releaseOf(stack: {
  readonly constraint?: string;
  readonly locked?: string;
  readonly state?: TerraformState;
  readonly env?: { readonly [name: string]: string };
}): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "fleetwright-release-"));
  try {
    const aws = {
      source: "hashicorp/aws",
      ...(stack.constraint === undefined ? {} : { version: stack.constraint }),
    };
    writeFileSync(
      join(directory, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: { aws } } }),
    );
    if (stack.locked !== undefined)
      writeFileSync(
        join(directory, ".terraform.lock.hcl"),
        `provider "registry.terraform.io/hashicorp/aws" {\n  version = "${stack.locked}"\n}\n`,
      );
    const configuration = await loadConfiguration(directory);
    return releaseText(stackRegistry(configuration, stack.state ?? null, stack.env ?? {}).release);
  } catch (error) {
    if (!FleetwrightError.is(error)) throw error;
    return error.diagnostics.map(({ code }) => code).join();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const templateOf6: TerraformState = {
  ...emptyState(),
  resources: [
    {
      mode: "managed",
      type: "aws_launch_template",
      name: "web",
      provider: 'provider["registry.terraform.io/hashicorp/aws"]',
      instances: [{ schema_version: 1, attributes: { id: "lt-1", region: "us-east-1" } }],
    },
  ],
};

describe("the provider release of a stack", () => {
  test.each([
    ["5.100 where nothing is said", {}, "5.100"],
    ["that of the constraint", { constraint: "~> 6.25.0" }, "6.25"],
    ["5.100 where 5 and 6 are accepted", { constraint: ">= 5.0, < 7.0.0" }, "5.100"],
    ["that of the lock file", { constraint: ">= 5.0", locked: "6.20.0" }, "6.20"],
    ["one of 6 where a state of 6 stands", { constraint: ">= 5.0, < 6.31.0", state: templateOf6 }, "6.30"],
    [
      "what the environment asks for",
      { constraint: ">= 5.0", locked: "5.100.0", env: { FLEETWRIGHT_AWS_PROVIDER: "6.25" } },
      "6.25",
    ],
    [
      "not what the constraint refuses",
      { constraint: "~> 5.0", env: { FLEETWRIGHT_AWS_PROVIDER: "6.25" } },
      "PROVIDER_RELEASE_NOT_ACCEPTED",
    ],
  ])("is %s", async (_, stack, expected) => {
    expect(await releaseOf(stack)).toBe(expected);
  });
});
