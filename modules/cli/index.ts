/** The command line: the only room that prints. */
export type { CliEnvironment, CliStream } from "./cli-environment.js";
export { EXIT, type ExitCode } from "./exit-code.js";
export { type KubernetesReader, kubernetesReader } from "./rollout/kubernetes-reader.js";
export { readFleetFacts } from "./rollout/read-fleet-facts.js";
export {
  type ChangesActions,
  createRolloutActions,
  type EksRolloutOptions,
} from "./rollout/rollout-actions.js";
export type { RolloutCluster } from "./rollout/rollout-cluster.js";
export { runCli } from "./run-cli.js";
