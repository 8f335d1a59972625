import { request } from "node:https";
import type { Sandbox } from "../../modules/sandbox/index.js";

/** Sends one request to a sandbox cluster's Kubernetes API, as its administrator. */
export async function askKubernetes(
  sandbox: Sandbox,
  cluster: string,
  method: "GET" | "POST" | "PATCH" | "DELETE",
  path: string,
  body?: object,
): Promise<unknown> {
  const config = JSON.parse(sandbox.kubeconfig(cluster));
  const [{ cluster: place }] = config.clusters;
  const [{ user }] = config.users;
  const text = await new Promise<string>((resolve, reject) => {
    const call = request(
      `${place.server}${path}`,
      {
        method,
        ca: Buffer.from(place["certificate-authority-data"], "base64").toString("utf8"),
        headers: {
          authorization: `Bearer ${user.token}`,
          "content-type": method === "PATCH" ? "application/merge-patch+json" : "application/json",
        },
      },
      (response) => {
        let read = "";
        response.on("data", (chunk) => {
          read += String(chunk);
        });
        response.on("end", () =>
          (response.statusCode ?? 500) < 300
            ? resolve(read)
            : reject(new Error(`${method} ${path}: ${response.statusCode} ${read}`)),
        );
      },
    );
    call.once("error", reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
  return JSON.parse(text);
}

export interface Workload {
  readonly namespace: string;
  readonly name: string;
  readonly replicas: number;
  /** Labels of the nodes that take its pods. */
  readonly nodes?: { readonly [label: string]: string };
}

/** A deployment whose pods are labelled `app: <name>`. */
export async function deployWorkload(sandbox: Sandbox, cluster: string, workload: Workload): Promise<void> {
  const { namespace, name, replicas, nodes } = workload;
  await makeNamespace(sandbox, cluster, namespace);
  await askKubernetes(sandbox, cluster, "POST", `/apis/apps/v1/namespaces/${namespace}/deployments`, {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name, image: "registry.k8s.io/pause:3.10" }], nodeSelector: nodes ?? {} },
      },
    },
  });
}

async function makeNamespace(sandbox: Sandbox, cluster: string, name: string): Promise<void> {
  const body = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
  await askKubernetes(sandbox, cluster, "POST", "/api/v1/namespaces", body).catch((error: unknown) => {
    if (!String(error).includes("AlreadyExists")) throw error;
  });
}

/** A budget over the pods of `app`. */
export async function limitDisruptions(
  sandbox: Sandbox,
  cluster: string,
  budget: {
    readonly namespace: string;
    readonly name: string;
    readonly app: string;
    readonly minAvailable: number;
  },
): Promise<void> {
  const { namespace, name, app, minAvailable } = budget;
  await askKubernetes(
    sandbox,
    cluster,
    "POST",
    `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`,
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name, namespace },
      spec: { minAvailable, selector: { matchLabels: { app } } },
    },
  );
}
