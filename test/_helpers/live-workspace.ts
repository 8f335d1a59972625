import { type Sandbox, type SandboxSeed, startSandbox } from "../../modules/sandbox/index.js";
import { enterWorld } from "./enter-world.js";
import { type LiveTerraform, startLiveTerraform } from "./live-terraform.js";
import { SPEED } from "./sandbox-calls.js";

/** A folder that Terraform and we work in by turns, and the sandbox that both reach. */
export interface LiveWorkspace {
  readonly sandbox: Sandbox;
  readonly terraform: LiveTerraform;
  close(): Promise<void>;
}

/**
 * Starts a sandbox with a cluster `demo`, and Terraform against it, and points this process at it until closed.
 *
 * @param still time stands still until it is let go; else it is quick
 */
export async function startLiveWorkspace({
  seed = {},
  still = false,
}: {
  readonly seed?: Partial<SandboxSeed>;
  readonly still?: boolean;
} = {}): Promise<LiveWorkspace> {
  const sandbox = await startSandbox({
    clock: still ? "step" : { factor: SPEED },
    seed: {
      defaults: { region: "us-east-1", account: "123456789012" },
      clusters: [{ name: "demo", version: "1.32", subnets: { a: "subnet-a", b: "subnet-b" } }],
      ...seed,
    },
  });
  const leave = enterWorld(sandbox.url, { environment: { AWS_REGION: "us-east-1" } });
  try {
    const terraform = await startLiveTerraform({ AWS_ENDPOINT_URL: sandbox.url });
    return {
      sandbox,
      terraform,
      close: async () => {
        leave();
        await terraform.close();
        await sandbox.close();
      },
    };
  } catch (error) {
    leave();
    await sandbox.close();
    throw error;
  }
}
