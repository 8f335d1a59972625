import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAwsSession } from "../../modules/aws/index.js";
import { type Sandbox, type SandboxSeed, startSandbox } from "../../modules/sandbox/index.js";
import { SPEED } from "./sandbox-calls.js";
import { stackConfiguration, type WantedStack } from "./stack-configuration.js";
import { type StackRun, stackRun } from "./stack-run.js";

/** A stack in a folder of its own and the sandbox that it is deployed to. */
export interface SandboxStack {
  readonly sandbox: Sandbox;
  readonly stack: StackRun;
  configure(wanted: WantedStack): void;
  /** The operations that change something, in the order in which the sandbox saw them succeed. */
  effects(): readonly string[];
  close(): Promise<void>;
}

export async function startSandboxStack(seed: Partial<SandboxSeed> = {}): Promise<SandboxStack> {
  const sandbox = await startSandbox({
    clock: { factor: SPEED },
    seed: {
      defaults: { region: "us-east-1", account: "123456789012" },
      clusters: [{ name: "demo", version: "1.32", subnets: { a: "subnet-a", b: "subnet-b", c: "subnet-c" } }],
      ...seed,
    },
  });
  const directory = mkdtempSync(join(tmpdir(), "fleetwright-stack-"));
  const stack = stackRun(directory, createAwsSession({ maxAttempts: 12 }));
  return {
    sandbox,
    stack,
    configure: (wanted) => stack.configure(stackConfiguration({ ...wanted, endpoint: sandbox.url })),
    effects: () =>
      sandbox.callLog
        .entries()
        .filter(({ operation, status }) => status < 400 && !/^(Describe|List|Get)/.test(operation))
        .map(({ operation }) => operation),
    async close() {
      await sandbox.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
