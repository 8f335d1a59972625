import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { enterWorld } from "./enter-world.js";

/** The example fleet in a directory of its own, and its live world behind a real endpoint. */
export interface DemoWorld {
  readonly sandbox: Sandbox;
  readonly directory: string;
  close(): Promise<void>;
}

const examples = join(__dirname, "..", "..", "examples");

/** Makes the directory the working directory and points the AWS SDK at the sandbox until closed. */
export async function openDemoWorld(): Promise<DemoWorld> {
  const directory = mkdtempSync(join(tmpdir(), "fleetwright-cli-"));
  for (const folder of ["fleet", "fleet-denied"]) {
    cpSync(join(examples, folder), join(directory, folder), { recursive: true });
  }
  const sandbox = await startSandbox({ seed: join(examples, "sandbox.yaml"), clock: { factor: 3000 } });
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

/** How many calls since the beginning were not reads. */
export function mutations({ sandbox }: DemoWorld): number {
  return sandbox.callLog.entries({}).filter(({ operation }) => !/^(Describe|Get|List|Assume)/.test(operation))
    .length;
}
