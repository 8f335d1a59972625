/** A cluster's Kubernetes API, read only: are its nodes Ready, what is pending, what may not be disrupted. */
export {
  type BlockingBudget,
  type BudgetFacts,
  type DisruptionFacts,
  disruptionFacts,
} from "./disruption-budgets.js";
export { type EksCluster, eksAccess } from "./eks-access.js";
export { type AwsCredentials, type EksTokenRequest, eksToken } from "./eks-token.js";
export { type GroupNode, groupNodes, type TargetVersion } from "./group-nodes.js";
export { kubeconfigAccess } from "./kubeconfig-access.js";
export type { KubernetesAccess, KubernetesCredential } from "./kubernetes-access.js";
export { type KubernetesApi, type KubernetesApiOptions, openKubernetesApi } from "./kubernetes-api.js";
export { isUnreachable } from "./kubernetes-problem.js";
export { type PendingPod, pendingPods } from "./pending-pods.js";
