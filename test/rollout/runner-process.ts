import { text } from "node:stream/consumers";
import { openDistributedEngine, openLocalEngine } from "../../modules/rollout/index.js";
import { sandboxFleet } from "../_helpers/sandbox-fleet.js";

/**
 * One runner as a process of its own, so that it can be killed. Its orders come as JSON on standard
 * input; it prints one line of JSON when it has left or the rollout has ended.
 */
async function main(): Promise<void> {
  const orders = JSON.parse(await text(process.stdin));
  const { actions } = await sandboxFleet(orders.sandbox, orders.clusters);
  const engine =
    orders.databaseUrl === undefined
      ? await openLocalEngine({ directory: orders.directory })
      : await openDistributedEngine({
          databaseUrl: orders.databaseUrl,
          clustersPerRunner: orders.clustersPerRunner,
        });
  const stop = new AbortController();
  process.once("SIGTERM", () => stop.abort());
  const outcome = await engine.run(orders.rollout, { actions, signal: stop.signal, whenIdle: "leave" });
  await engine.close();
  const { heapUsed, rss } = process.memoryUsage();
  const end = outcome.kind === "ended" ? { outcome: outcome.result.outcome } : { left: outcome.reason };
  process.stdout.write(`${JSON.stringify({ ...end, heapUsed, rss })}\n`, () => process.exit(0));
}

void main();
