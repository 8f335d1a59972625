import { z } from "zod";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { type KubernetesClient, kubernetesClient, watchEvents } from "./kubernetes-client.js";

const pods = "/api/v1/namespaces/default/pods";
const deployments = "/apis/apps/v1/namespaces/default/deployments";
const podList = z.object({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({ name: z.string() }),
      spec: z.looseObject({ nodeName: z.string().optional() }),
      status: z.looseObject({
        phase: z.string(),
        conditions: z.array(z.looseObject({ type: z.string(), message: z.string().optional() })).optional(),
      }),
    }),
  ),
});

describe("workloads of a cluster's Kubernetes API", () => {
  let sandbox: Sandbox;
  let kubernetes: KubernetesClient;

  beforeEach(async () => {
    sandbox = await startSandbox({
      clock: "step",
      seed: {
        clusters: [
          {
            name: "demo",
            version: "1.33",
            zones: ["a", "b"],
            nodegroups: [{ name: "ng", scaling: { min: 1, max: 6, desired: 2 } }],
          },
        ],
      },
    });
    kubernetes = kubernetesClient(sandbox, "demo");
  });
  afterEach(() => sandbox.close());

  const deploy = (name: string, replicas: number, spec: object = {}) =>
    kubernetes("POST", deployments, {
      metadata: { name },
      spec: {
        replicas,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { containers: [{ name, image: name }], ...spec },
        },
      },
    });
  const podsNow = async () => podList.parse(await kubernetes("GET", pods)).items;
  const phases = async () => (await podsNow()).map(({ status }) => status.phase);

  it("come up in time: nothing at once, then bound to nodes, then running", async () => {
    await deploy("web", 2);
    expect(await phases()).toEqual([]);
    sandbox.clock.advance(1);
    const bound = await podsNow();
    expect(bound.map(({ status }) => status.phase)).toEqual(["Pending", "Pending"]);
    expect(new Set(bound.map(({ spec }) => spec.nodeName)).size).toBe(2);
    sandbox.clock.advance(3);
    expect(await phases()).toEqual(["Running", "Running"]);
    expect(await kubernetes("GET", `${deployments}/web`)).toMatchObject({
      status: { replicas: 2, readyReplicas: 2, updatedReplicas: 2 },
    });
  });

  it("leaves pods pending that fit nowhere, says why, and places them when a node comes", async () => {
    // A t3.medium has 1930m for pods: one of these fits on each of the two nodes.
    await deploy("big", 3, { containers: [{ name: "big", resources: { requests: { cpu: "1500m" } } }] });
    sandbox.clock.advance(10);
    const waiting = (await podsNow()).filter(({ status }) => status.phase === "Pending");
    expect(waiting).toHaveLength(1);
    expect(waiting[0]?.status.conditions).toMatchObject([
      {
        type: "PodScheduled",
        status: "False",
        reason: "Unschedulable",
        message: "0/2 nodes are available: 2 Insufficient cpu.",
      },
    ]);
    await control("autoscale", { cluster: "demo", nodegroup: "ng", desired: 3 });
    sandbox.clock.advance(120);
    expect(await phases()).toEqual(["Running", "Running", "Running"]);
  });

  it("keep off nodes whose taints they do not tolerate", async () => {
    const nodes = z
      .object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) })
      .parse(await kubernetes("GET", "/api/v1/nodes")).items;
    for (const { metadata } of nodes) {
      const node = await kubernetes("GET", `/api/v1/nodes/${metadata.name}`);
      await kubernetes("PUT", `/api/v1/nodes/${metadata.name}`, {
        ...node,
        spec: { taints: [{ key: "dedicated", value: "gpu", effect: "NoSchedule" }] },
      });
    }
    await deploy("web", 1);
    await deploy("gpu", 1, { tolerations: [{ key: "dedicated", operator: "Exists" }] });
    sandbox.clock.advance(10);
    const placed = (await podsNow()).map(({ metadata, spec, status }) => ({
      app: metadata.name.split("-")[0],
      placed: spec.nodeName !== undefined,
      why: status.conditions?.find(({ type }) => type === "PodScheduled")?.message,
    }));
    expect(placed).toContainEqual({ app: "gpu", placed: true, why: undefined });
    expect(placed).toContainEqual({
      app: "web",
      placed: false,
      why: "0/2 nodes are available: 2 node(s) had untolerated taint {dedicated: gpu}.",
    });
  });

  it("gives every node a daemon's pod, new nodes too", async () => {
    await kubernetes("POST", "/apis/apps/v1/namespaces/kube-system/daemonsets", {
      metadata: { name: "agent" },
      spec: {
        selector: { matchLabels: { a: "b" } },
        template: { metadata: { labels: { a: "b" } }, spec: {} },
      },
    });
    sandbox.clock.advance(10);
    const all = () =>
      kubernetes("GET", "/api/v1/namespaces/kube-system/pods").then((list) => podList.parse(list));
    expect((await all()).items).toHaveLength(2);
    await control("autoscale", { cluster: "demo", nodegroup: "ng", desired: 3 });
    sandbox.clock.advance(120);
    expect((await all()).items).toHaveLength(3);
  });

  it.each([-1, 1.5, 1e9])("are refused %d replicas", async (replicas) => {
    expect(await deploy("web", replicas)).toMatchObject({ code: 422, reason: "Invalid" });
  });

  it("lists page by page", async () => {
    for (const name of ["a", "b", "c"]) {
      await kubernetes("POST", "/api/v1/namespaces/default/configmaps", { metadata: { name } });
    }
    const page = z.object({
      metadata: z.object({ continue: z.string().optional(), remainingItemCount: z.number().optional() }),
      items: z.array(z.object({ metadata: z.object({ name: z.string() }) })),
    });
    const first = page.parse(await kubernetes("GET", "/api/v1/configmaps?limit=2"));
    expect(first.items.map(({ metadata }) => metadata.name)).toEqual(["a", "b"]);
    expect(first.metadata.remainingItemCount).toBe(1);
    const rest = await kubernetes(
      "GET",
      `/api/v1/configmaps?limit=2&continue=${first.metadata.continue ?? ""}`,
    );
    expect(page.parse(rest).items.map(({ metadata }) => metadata.name)).toEqual(["c"]);
  });

  it("tells a watch what changes, as it changes, until its time is up", async () => {
    const list = z.object({ metadata: z.object({ resourceVersion: z.string() }) });
    const { metadata } = list.parse(await kubernetes("GET", pods));
    const watching = watch(
      `${pods}?watch=true&timeoutSeconds=2&allowWatchBookmarks=true&resourceVersion=${metadata.resourceVersion}`,
    );
    await deploy("web", 1);
    sandbox.clock.advance(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    sandbox.clock.advance(10);
    expect((await watching).map(({ type, object }) => [type, object.status?.phase])).toEqual([
      ["ADDED", "Pending"],
      ["MODIFIED", "Running"],
      ["BOOKMARK", undefined],
    ]);
  });

  it("tells a client whose version it does not know that it has expired", async () => {
    expect(await kubernetes("GET", `${pods}?watch=true&resourceVersion=99999999`)).toMatchObject({
      code: 410,
      reason: "Expired",
    });
  });

  const event = z.object({
    type: z.string(),
    object: z.looseObject({ status: z.looseObject({ phase: z.string() }).optional() }),
  });
  const watch = async (path: string) => z.array(event).parse(await watchEvents(sandbox, "demo", path));
  const control = (path: string, body: object) =>
    fetch(`${sandbox.url}/_sandbox/${path}`, { method: "POST", body: JSON.stringify(body) });
});
