import { request } from "node:https";
import { z } from "zod";
import type { Sandbox } from "../../modules/sandbox/index.js";

const config = z.object({
  clusters: z.tuple([
    z.object({ cluster: z.object({ server: z.string(), "certificate-authority-data": z.string() }) }),
  ]),
  users: z.tuple([z.object({ user: z.object({ token: z.string() }) })]),
});

export type KubernetesClient = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<Record<string, unknown>>;

/** Speaks to a cluster's Kubernetes API as its kubeconfig says: TLS, trusted authority, bearer token. */
export function kubernetesClient(sandbox: Sandbox, cluster: string): KubernetesClient {
  return async (method, path, body) =>
    z.record(z.string(), z.unknown()).parse(JSON.parse(await exchange(sandbox, cluster, method, path, body)));
}

/** The events of a watch, once the server has ended it. */
export async function watchEvents(sandbox: Sandbox, cluster: string, path: string): Promise<unknown[]> {
  const text = await exchange(sandbox, cluster, "GET", path, undefined);
  return text
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

function exchange(
  sandbox: Sandbox,
  cluster: string,
  method: string,
  path: string,
  body: unknown,
): Promise<string> {
  const { clusters, users } = config.parse(JSON.parse(sandbox.kubeconfig(cluster)));
  const { server, "certificate-authority-data": authority } = clusters[0].cluster;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${server}${path}`,
      {
        method,
        agent: false,
        ca: Buffer.from(authority, "base64"),
        headers: {
          authorization: `Bearer ${users[0].user.token}`,
          "content-type": "application/json",
        },
      },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => {
          text += chunk;
        });
        answer.on("end", () => resolve(text));
      },
    );
    outgoing.once("error", reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
