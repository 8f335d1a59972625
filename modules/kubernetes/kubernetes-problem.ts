import { FleetwrightError } from "../diagnostics/index.js";

/**
 * - `unreachable`: nobody answered: a private endpoint, a firewall, a wrong certificate.
 * - `unauthorized`: the API does not know who asks.
 * - `forbidden`: it knows, and does not let them.
 * - `configuration`: the kubeconfig, or the program that it names.
 * - `failed`: it answered with an error of its own, or with what nobody can read.
 */
export type KubernetesProblem = "unreachable" | "unauthorized" | "forbidden" | "configuration" | "failed";

const codes: { readonly [Problem in KubernetesProblem]: string } = {
  unreachable: "KUBERNETES_UNREACHABLE",
  unauthorized: "KUBERNETES_UNAUTHORIZED",
  forbidden: "KUBERNETES_FORBIDDEN",
  configuration: "KUBERNETES_CONFIGURATION",
  failed: "KUBERNETES_FAILED",
};

const advice: { readonly [Problem in KubernetesProblem]: string } = {
  unreachable:
    "Run where the cluster's endpoint can be reached: inside its VPC when it is private, and from an allowed address when it is public.",
  unauthorized:
    "Give the role that runs this an EKS access entry (`aws eks create-access-entry`), or name a kubeconfig that works with kubectl.",
  forbidden:
    "Let this user list nodes, pods and disruption budgets: AmazonEKSViewPolicy is enough, nodes need AmazonEKSAdminViewPolicy.",
  configuration: "Put it right, and try it with kubectl.",
  failed: "See whether kubectl gets an answer, then try again.",
};

/** A FleetwrightError for what keeps the Kubernetes API from being read. `what`: a sentence without its full stop. */
export function kubernetesError(problem: KubernetesProblem, what: string, cause?: unknown): FleetwrightError {
  return new FleetwrightError(
    "user",
    [{ severity: "error", code: codes[problem], summary: what, detail: advice[problem] }],
    cause === undefined ? {} : { cause },
  );
}

/** Whether an error says that the API could not be asked at all, rather than what it said. */
export function isUnreachable(error: unknown): error is FleetwrightError {
  return (
    FleetwrightError.is(error) && error.diagnostics.some(({ code }) => Object.values(codes).includes(code))
  );
}
