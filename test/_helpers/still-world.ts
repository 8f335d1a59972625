import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { enterWorld } from "./enter-world.js";

/** A cluster `demo` whose time stands still until it is let go, and an empty directory to deploy to it from. */
export interface StillWorld {
  readonly sandbox: Sandbox;
  readonly directory: string;
  close(): Promise<void>;
}

/**
 * Makes the directory the working directory and points the AWS SDK at the sandbox until closed. What a deploy
 * waits for goes on for as long as a test wants.
 */
export async function openStillWorld(): Promise<StillWorld> {
  const sandbox = await startSandbox({
    clock: "step",
    seed: {
      defaults: { region: "us-east-1", account: "123456789012" },
      clusters: [{ name: "demo", version: "1.32", subnets: { a: "subnet-a", b: "subnet-b" } }],
    },
  });
  const directory = mkdtempSync(join(tmpdir(), "fleetwright-still-"));
  const leave = enterWorld(sandbox.url, { directory });
  return {
    sandbox,
    directory,
    close: async () => {
      leave();
      await sandbox.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
