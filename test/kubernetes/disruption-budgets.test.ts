import {
  disruptionFacts,
  groupNodes,
  type KubernetesApi,
  pendingPods,
} from "../../modules/kubernetes/index.js";

interface Objects {
  readonly nodes?: readonly object[];
  readonly pods?: readonly object[];
  readonly budgets?: readonly object[];
}

/** An API that has these objects and takes selectors of labels that must be equal. */
function apiOf({ nodes = [], pods = [], budgets = [] }: Objects): KubernetesApi {
  return {
    list: async (path, item, query = {}) => {
      const all = path.endsWith("/nodes") ? nodes : path.endsWith("/pods") ? pods : budgets;
      const wanted = (query.labelSelector ?? "").split(",").filter((term) => term.includes("="));
      const items = all.filter((object) => {
        const text = JSON.stringify(object);
        return wanted.every((term) => text.includes(`"${term.replace("=", '":"')}"`));
      });
      return { items: items.map((object) => item.parse(object)), now: Date.parse("2026-02-02T12:00:00Z") };
    },
  };
}

const label = "eks.amazonaws.com/nodegroup";

function node(name: string, group: string, more: object = {}) {
  return {
    metadata: { name, labels: { [label]: group, [`${label}-image`]: "ami-1" } },
    status: {
      conditions: [{ type: "Ready", status: "True" }],
      nodeInfo: { kubeletVersion: "v1.33.4-eks-1" },
    },
    ...more,
  };
}

function pod(name: string, over: { metadata?: object; status?: object; node?: string } = {}) {
  return {
    metadata: { name, namespace: "shop", labels: { app: "cart" }, ...over.metadata },
    spec: { nodeName: over.node ?? "n1" },
    status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }], ...over.status },
  };
}

function budget(name: string, status: object = {}, spec: object = {}) {
  return {
    metadata: { name, namespace: "shop" },
    spec: { selector: { matchLabels: { app: "cart" } }, ...spec },
    status: { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1, ...status },
  };
}

async function held(objects: Objects): Promise<unknown> {
  return (await disruptionFacts(apiOf({ nodes: [node("n1", "web")], ...objects }))).blocking;
}

describe("which pods a disruption budget holds", () => {
  it("are those that a drain evicts: not of daemon sets, not static, finished or on their way out", async () => {
    const pods = [
      pod("plain"),
      pod("daemon", { metadata: { ownerReferences: [{ kind: "DaemonSet" }] } }),
      pod("static", { metadata: { annotations: { "kubernetes.io/config.mirror": "x" } } }),
      pod("leaving", { metadata: { deletionTimestamp: "2026-02-02T11:59:00Z" } }),
      pod("finished", { status: { phase: "Succeeded" } }),
      pod("elsewhere", { node: "fargate" }),
    ];
    expect(await held({ pods, budgets: [budget("cart")] })).toEqual({
      web: [{ namespace: "shop", name: "cart", why: "no-disruption-allowed", pods: ["plain"] }],
    });
  });

  it("are not those that are not Ready, where the budget or its health lets them go", async () => {
    const pods = [pod("broken", { status: { conditions: [{ type: "Ready", status: "False" }] } })];
    const sick = { currentHealthy: 0, desiredHealthy: 1 };
    expect(await held({ pods, budgets: [budget("cart", sick)] })).toMatchObject({
      web: [{ pods: ["broken"] }],
    });
    const policy = { unhealthyPodEvictionPolicy: "AlwaysAllow" };
    expect(await held({ pods, budgets: [budget("cart", sick, policy)] })).toEqual({});
    expect(await held({ pods, budgets: [budget("cart", { currentHealthy: 2, desiredHealthy: 2 })] })).toEqual(
      {},
    );
  });

  it("are held for ever when two budgets select them, even if both allow disruptions", async () => {
    const budgets = [budget("one", { disruptionsAllowed: 1 }), budget("two", { disruptionsAllowed: 1 })];
    expect(await held({ pods: [pod("cart-1")], budgets })).toEqual({
      web: ["one", "two"].map((name) => ({
        namespace: "shop",
        name,
        why: "several-budgets",
        pods: ["cart-1"],
      })),
    });
  });

  it("are none where the budget selects nothing or has no pods", async () => {
    expect(await held({ pods: [pod("cart-1")], budgets: [budget("cart", {}, { selector: null })] })).toEqual(
      {},
    );
    const empty = await disruptionFacts(apiOf({ budgets: [budget("cart", { expectedPods: 0 })] }));
    expect(empty).toEqual({ budgets: [], blocking: {} });
  });
});

describe("a group's nodes", () => {
  const target = { version: "1.33", releaseVersion: "1.33.4-20250920" };

  it("do not have the target version while one runs an older image, though its kubelet is the same", async () => {
    const fresh = node("n2", "web");
    Object.assign(fresh.metadata, {
      creationTimestamp: "2026-02-02T11:00:00Z",
      labels: { [label]: "web", [`${label}-image`]: "ami-2" },
    });
    const nodes = await groupNodes(apiOf({ nodes: [node("n1", "web"), fresh] }), "web", target);
    expect(nodes.map(({ name, target: has }) => [name, has])).toEqual([
      ["n1", false],
      ["n2", true],
    ]);
  });

  it("are told with what their kubelet says, and 1.3 is not taken for 1.33", async () => {
    const sick = node("n1", "web", {
      status: {
        conditions: [{ type: "Ready", status: "False", reason: "KubeletNotReady", message: "cni not ready" }],
        nodeInfo: { kubeletVersion: "v1.33.4-eks-1" },
      },
    });
    const [found] = await groupNodes(apiOf({ nodes: [sick] }), "web", {
      version: "1.3",
      releaseVersion: null,
    });
    expect(found).toMatchObject({ ready: false, problem: "KubeletNotReady: cni not ready", target: false });
  });
});

describe("a pending pod", () => {
  it("has been pending since the scheduler could not place it", async () => {
    const waiting = pod("cart-1", {
      metadata: { creationTimestamp: "2026-02-02T10:00:00Z" },
      status: {
        phase: "Pending",
        conditions: [
          {
            type: "PodScheduled",
            status: "False",
            message: "0/3 nodes are available",
            lastTransitionTime: "2026-02-02T11:50:00Z",
          },
        ],
      },
    });
    expect(await pendingPods(apiOf({ pods: [waiting] }))).toEqual([
      { namespace: "shop", name: "cart-1", pendingFor: 600_000, reason: "0/3 nodes are available" },
    ]);
  });
});
