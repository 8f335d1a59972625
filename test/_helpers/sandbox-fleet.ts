import { createAwsSession } from "../../modules/aws/index.js";
import {
  createRolloutActions,
  kubernetesReader,
  type RolloutCluster,
  readFleetFacts,
} from "../../modules/cli/index.js";
import { judge, type Waiver } from "../../modules/policy/index.js";
import type {
  FleetClock,
  FleetFacts,
  KubernetesDefinition,
  RolloutActions,
} from "../../modules/rollout/index.js";

/** A fleet that lives in a sandbox: this process reaches it over HTTP, as it would reach AWS. */
export interface SandboxFleet {
  readonly actions: RolloutActions;
  facts(minors: readonly string[]): Promise<FleetFacts>;
}

export interface SandboxClusterSpec {
  readonly name: string;
  readonly region: string;
  readonly labels: { readonly [key: string]: string };
}

const neverLook: KubernetesDefinition = { look: "never", kubeconfig: null, context: "" };

/** `AWS_ENDPOINT_URL` and credentials come from the environment. */
export async function sandboxFleet(
  url: string,
  specs: readonly SandboxClusterSpec[],
  options: { readonly kubernetes?: KubernetesDefinition; readonly waivers?: readonly Waiver[] } = {},
): Promise<SandboxFleet> {
  const clock = await sandboxClock(url);
  const session = createAwsSession({ concurrency: 32 });
  const clusters = specs.map(
    (spec): RolloutCluster => ({
      ...spec,
      stack: spec.name,
      account: "111122223333",
      clients: session.clientsFor({ region: spec.region }),
      groupOf: (group) => ({ group, zone: /-([a-z])-/.exec(group)?.[1] ?? null, address: null }),
    }),
  );
  const { waivers = [] } = options;
  const kubernetes = kubernetesReader(options.kubernetes ?? neverLook);
  return {
    facts: (minors) => readFleetFacts(clusters, () => minors, kubernetes),
    actions: createRolloutActions({
      clusters,
      clock,
      kubernetes,
      waivers: async () => waivers,
      judge: ({ plans, live, at }) => judge(plans, { now: new Date(at).toISOString(), live, waivers }),
    }),
  };
}

/** The sandbox's own time, counted on here from one question. */
export async function sandboxClock(url: string): Promise<FleetClock> {
  const asked = performance.now();
  const answer: unknown = await (await fetch(`${url}/_sandbox/clock`)).json();
  const answered = performance.now();
  if (typeof answer !== "object" || answer === null || !("now" in answer) || !("mode" in answer)) {
    throw new Error("this is no sandbox");
  }
  const { now, mode } = answer;
  const factor =
    typeof mode === "object" && mode !== null && "factor" in mode ? Number(mode.factor) : Number.NaN;
  if (Number.isNaN(factor)) throw new Error("the sandbox's clock must run by a factor");
  const start = Date.parse(String(now));
  const origin = (asked + answered) / 2;
  return {
    now: () => start + (performance.now() - origin) * factor,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          clearTimeout(timer);
          reject(new Error("aborted"));
        };
        if (signal.aborted) return reject(new Error("aborted"));
        const timer = setTimeout(() => {
          signal.removeEventListener("abort", stop);
          resolve();
        }, milliseconds / factor);
        signal.addEventListener("abort", stop, { once: true });
      }),
  };
}
