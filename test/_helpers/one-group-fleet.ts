import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { type CliRun, runCommand } from "./cli-run.js";
import { enterWorld } from "./enter-world.js";
import { SPEED } from "./sandbox-calls.js";

/** Fleets of small clusters with one node group each, in a directory of their own, and the world they are deployed to. */
export interface OneGroupFleet {
  readonly sandbox: Sandbox;
  readonly directory: string;
  /** Writes the fleet file. */
  configure(wanted?: WantedFleet): void;
  /** The command line in this process. */
  run(argv: readonly string[], options?: { readonly now?: Date; readonly stdin?: string }): Promise<CliRun>;
  /** How many calls have changed something since the beginning. */
  effects(): number;
  close(): Promise<void>;
}

export interface WantedFleet {
  /** The largest size of the groups, by cluster. Default `{ blue: 3 }`. */
  readonly max?: { readonly [cluster: string]: number };
  /** The most nodes that the policies allow in a group. Default 5. */
  readonly maxNodesPerGroup?: number;
  /** Lines below `policy:`, in flow style. */
  readonly policy?: readonly string[];
}

/** Makes the directory the working directory and points the AWS SDK at the sandbox until closed. */
export async function openOneGroupFleet(): Promise<OneGroupFleet> {
  const directory = mkdtempSync(join(tmpdir(), "fleetwright-fleet-"));
  const sandbox = await startSandbox({
    clock: { factor: SPEED },
    seed: {
      defaults: { region: "us-east-1", account: "123456789012" },
      clusters: ["blue", "green"].map((name, index) => ({
        name,
        version: "1.35",
        subnets: { "us-east-1a": subnetOf(index) },
      })),
    },
  });
  const leave = enterWorld(sandbox.url, { directory, environment: { NO_COLOR: "1" } });
  return {
    sandbox,
    directory,
    configure: (wanted = {}) => writeFileSync(join(directory, "fleet.yaml"), fleetText(wanted)),
    run: (argv, options = {}) => runCommand(argv, { env: process.env, ...options }),
    effects: () => sandbox.callLog.entries().filter(({ changed }) => changed).length,
    close: async () => {
      leave();
      await sandbox.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function subnetOf(index: number): string {
  return `subnet-0a1100000000000${index + 1}a`;
}

/** The text of a fleet file. */
export function fleetText({ max = { blue: 3 }, maxNodesPerGroup = 5, policy = [] }: WantedFleet): string {
  const clusters = Object.entries(max).map(
    ([name, size]) => `  - name: ${name}
    region: us-east-1
    account: "123456789012"
    kubernetesVersion: "1.35"
    nodeRole: arn:aws:iam::123456789012:role/eks-node
    zones: [{ name: us-east-1a, subnet: ${subnetOf(name === "green" ? 1 : 0)} }]
    nodeGroups:
      - name: steady
        instanceTypes: [m6i.large]
        ami: { type: AL2023_x86_64_STANDARD }
        rootVolume: { sizeGib: 50 }
        updateConfig: { maxUnavailable: 1 }
        scaling: { min: 1, max: ${size}, desired: 1 }
`,
  );
  const lines = [`parameters: { maxNodesPerGroup: ${maxNodesPerGroup} }`, ...policy];
  return `apiVersion: fleetwright.dev/v1
kind: Fleet
name: shop
policy:
${lines.map((line) => `  ${line}\n`).join("")}clusters:
${clusters.join("")}`;
}
