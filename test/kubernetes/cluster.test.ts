import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  disruptionFacts,
  eksAccess,
  groupNodes,
  isUnreachable,
  type KubernetesAccess,
  kubeconfigAccess,
  openKubernetesApi,
  pendingPods,
} from "../../modules/kubernetes/index.js";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { askKubernetes, deployWorkload, limitDisruptions } from "../_helpers/kubernetes-objects.js";

describe("a cluster's Kubernetes API", () => {
  let sandbox: Sandbox;
  let directory: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "fleetwright-kubernetes-"));
    sandbox = await startSandbox({
      clock: "step",
      seed: {
        defaults: { version: "1.33", account: "111122223333", region: "eu-central-1", zones: ["a"] },
        clusters: [
          {
            name: "shop",
            nodegroups: [
              { name: "web", releaseVersion: "1.33.0-20250519", scaling: { min: 1, max: 4, desired: 2 } },
              {
                name: "batch",
                scaling: { min: 1, max: 2, desired: 1 },
                taints: [{ key: "batch", effect: "NO_SCHEDULE" }],
              },
            ],
          },
        ],
      },
    });
    await deployWorkload(sandbox, "shop", { namespace: "shop", name: "cart", replicas: 2 });
    await deployWorkload(sandbox, "shop", { namespace: "shop", name: "search", replicas: 2 });
    await limitDisruptions(sandbox, "shop", {
      namespace: "shop",
      name: "cart",
      app: "cart",
      minAvailable: 2,
    });
    await limitDisruptions(sandbox, "shop", {
      namespace: "shop",
      name: "search",
      app: "search",
      minAvailable: 1,
    });
    await deployWorkload(sandbox, "shop", {
      namespace: "jobs",
      name: "train",
      replicas: 1,
      nodes: { gpu: "yes" },
    });
    // Until the pods run.
    sandbox.clock.advance(60);
  });

  afterAll(async () => {
    await sandbox.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** The way that DescribeCluster tells, with AWS credentials only. */
  function access(over: Partial<Parameters<typeof eksAccess>[0]> = {}): KubernetesAccess {
    const [{ cluster }] = JSON.parse(sandbox.kubeconfig("shop")).clusters;
    return eksAccess({
      name: "shop",
      region: "eu-central-1",
      endpoint: cluster.server,
      certificateAuthority: cluster["certificate-authority-data"],
      credentials: async () => ({ accessKeyId: "AKIATEST", secretAccessKey: "secret" }),
      ...over,
    });
  }

  it("gives a group's nodes, and whether they run what they should", async () => {
    const api = openKubernetesApi(access());
    const nodes = await groupNodes(api, "web", { version: "1.33", releaseVersion: "1.33.0-20250519" });
    expect(nodes).toHaveLength(2);
    expect(nodes.every(({ ready, target, problem }) => ready && target && problem === null)).toBe(true);
    const older = await groupNodes(api, "web", { version: "1.34", releaseVersion: null });
    expect(older.map(({ target }) => target)).toEqual([false, false]);
    expect(await groupNodes(api, "batch", { version: null, releaseVersion: null })).toHaveLength(1);
  });

  it("names the budgets that hold pods of a group, and no others", async () => {
    const facts = await disruptionFacts(openKubernetesApi(access()));
    expect(facts.budgets).toEqual([
      { namespace: "shop", name: "cart", disruptionsAllowed: 0 },
      { namespace: "shop", name: "search", disruptionsAllowed: 1 },
    ]);
    expect(facts.blocking).toEqual({
      web: [
        {
          namespace: "shop",
          name: "cart",
          why: "no-disruption-allowed",
          pods: [expect.stringMatching(/^cart-/), expect.stringMatching(/^cart-/)],
        },
      ],
    });
  });

  it("says for how long pods have been pending, by the server's own clock", async () => {
    const api = openKubernetesApi(access());
    const before = (await pendingPods(api))[0]?.pendingFor ?? 0;
    sandbox.clock.advance(900);
    const [pod, ...others] = await pendingPods(api);
    expect(others).toEqual([]);
    expect(pod).toMatchObject({ namespace: "jobs", name: expect.stringMatching(/^train-/) });
    // Both are whole seconds, as in Kubernetes.
    expect(Math.abs((pod?.pendingFor ?? 0) - before - 900_000)).toBeLessThanOrEqual(1_000);
  });

  it("is reached by a kubeconfig: a token, or a program that gives one", async () => {
    const file = join(directory, "config");
    const config = JSON.parse(sandbox.kubeconfig("shop"));
    writeFileSync(file, JSON.stringify(config));
    const name = config["current-context"];
    expect(name).toBe("arn:aws:eks:eu-central-1:111122223333:cluster/shop");
    const byToken = openKubernetesApi(await kubeconfigAccess(file, name));
    expect(await groupNodes(byToken, "web", { version: null, releaseVersion: null })).toHaveLength(2);
    const [{ user }] = config.users;
    const answer = {
      kind: "ExecCredential",
      status: { token: user.token, expirationTimestamp: "2000-01-01T00:00:00Z" },
    };
    const program = `process.stdout.write(process.env.ANSWER)`;
    config.users[0].user = {
      exec: {
        apiVersion: "client.authentication.k8s.io/v1beta1",
        command: process.execPath,
        args: ["-e", program],
        env: [{ name: "ANSWER", value: JSON.stringify(answer) }],
      },
    };
    writeFileSync(file, JSON.stringify(config));
    const byProgram = openKubernetesApi(await kubeconfigAccess(file, name));
    expect(await groupNodes(byProgram, "web", { version: null, releaseVersion: null })).toHaveLength(2);
    config.users[0].user.exec.args = ["-e", "console.error('no profile prod'); process.exit(1)"];
    writeFileSync(file, JSON.stringify(config));
    const failing = openKubernetesApi(await kubeconfigAccess(file, name));
    await expect(pendingPods(failing)).rejects.toThrow("which the kubeconfig names, failed: no profile prod");
    await expect(kubeconfigAccess(file, "staging")).rejects.toThrow(`has no context staging; it has ${name}`);
    await expect(kubeconfigAccess(join(directory, "nowhere"), "x")).rejects.toThrow("cannot be read");
  });

  it("says when it cannot be asked: nobody there, another's certificate, a stranger", async () => {
    const nowhere = openKubernetesApi(access({ endpoint: `https://127.0.0.1:${await closedPort()}` }));
    await expect(pendingPods(nowhere)).rejects.toMatchObject({
      diagnostics: [{ code: "KUBERNETES_UNREACHABLE" }],
    });
    const other = openKubernetesApi({ ...access(), certificateAuthority: null });
    await expect(pendingPods(other)).rejects.toMatchObject({
      diagnostics: [{ code: "KUBERNETES_UNREACHABLE" }],
    });
    const stranger = openKubernetesApi({
      ...access(),
      credential: async () => ({ token: "nobody", certificate: null, expiresAt: null }),
    });
    const refused = await pendingPods(stranger).catch((error: unknown) => error);
    expect(refused).toMatchObject({ diagnostics: [{ code: "KUBERNETES_UNAUTHORIZED" }] });
    expect(isUnreachable(refused)).toBe(true);
  });

  it("gives up on a server that takes the connection and says nothing", async () => {
    const silent = createServer(() => undefined);
    const port = await new Promise<number>((resolve) => {
      silent.listen(0, "127.0.0.1", () => {
        const address = silent.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    const api = openKubernetesApi(access({ endpoint: `https://127.0.0.1:${port}` }), { timeout: 200 });
    await expect(pendingPods(api)).rejects.toThrow("not within 0.2 s");
    silent.close();
  });

  it("asks for a new token once the API has refused the old one", async () => {
    const good = await access().credential();
    let asked = 0;
    const api = openKubernetesApi({
      ...access(),
      credential: async () => {
        asked += 1;
        return asked === 1 ? { token: "k8s-aws-v1.b2xk", certificate: null, expiresAt: null } : good;
      },
    });
    expect(await pendingPods(api)).toHaveLength(1);
    expect(asked).toBe(2);
  });

  it("reads the budgets as kubectl's users have left them", async () => {
    await askKubernetes(
      sandbox,
      "shop",
      "DELETE",
      "/apis/policy/v1/namespaces/shop/poddisruptionbudgets/cart",
    );
    expect((await disruptionFacts(openKubernetesApi(access()))).blocking).toEqual({});
  });
});

async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}
