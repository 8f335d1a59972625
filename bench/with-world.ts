import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { EXAMPLE_SHAPE, type FleetShape } from "./make-fleet.js";

/** The settings of an AWS SDK that point at a world. */
export interface WorldEnvironment {
  readonly [name: string]: string;
}

/**
 * Runs `work` beside a sandbox of its own process that holds the fleet's clusters, with all node groups as the
 * fleet file declares them or with none.
 */
export async function withWorld<T>(
  clusters: number,
  nodeGroups: boolean,
  work: (environment: WorldEnvironment) => Promise<T>,
  shape: FleetShape = EXAMPLE_SHAPE,
): Promise<T> {
  const child = fork(
    join(__dirname, "world.ts"),
    [String(clusters), String(nodeGroups), JSON.stringify(shape)],
    {
      execArgv: ["--require", require.resolve("tsx/cjs")],
    },
  );
  try {
    const [url] = await Promise.race([
      once(child, "message"),
      once(child, "exit").then(() => Promise.reject(new Error("the sandbox did not start"))),
    ]);
    return await work({
      AWS_ENDPOINT_URL: String(url),
      AWS_ACCESS_KEY_ID: "bench",
      AWS_SECRET_ACCESS_KEY: "bench",
      AWS_EC2_METADATA_DISABLED: "true",
    });
  } finally {
    child.kill();
  }
}
