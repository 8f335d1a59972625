import { FleetwrightError } from "../../modules/diagnostics/index.js";
import {
  type Operation,
  type OperationResult,
  providerRegistry,
  type ResourceOperationsRequest,
} from "../../modules/provider/index.js";
import { type ObjectValue, UNKNOWN } from "../../modules/values/index.js";
import {
  executeContext,
  plainProvider,
  type SandboxCalls,
  startSandboxCalls,
} from "../_helpers/sandbox-calls.js";

const registry = providerRegistry();
const nodeGroup = registry.resourceType("aws_eks_node_group");
if (nodeGroup === undefined) throw new Error("no node group type");

const config: ObjectValue = {
  ...Object.fromEntries(Object.keys(nodeGroup.schema.block.attributes).map((name) => [name, null])),
  ...Object.fromEntries(Object.keys(nodeGroup.schema.block.blocks).map((name) => [name, []])),
  timeouts: null,
  cluster_name: "prod",
  node_group_name: "a",
  node_role_arn: "arn:aws:iam::123456789012:role/eks-node",
  subnet_ids: ["subnet-0a"],
  labels: { role: "worker" },
  tags: { Team: "infra" },
  scaling_config: [{ desired_size: 1, max_size: 3, min_size: 1 }],
};

function plan(prior: ObjectValue | null, next: ObjectValue): ObjectValue {
  const proposed = Object.fromEntries(
    Object.entries(next).map(([name, value]) => {
      const attribute = nodeGroup?.schema.block.attributes[name];
      const block = nodeGroup?.schema.block.blocks[name];
      const empty = Array.isArray(value) && value.length === 0;
      const keeps = (attribute?.computed === true && value === null) || (block?.computed === true && empty);
      return [name, keeps ? (prior?.[name] ?? value) : value];
    }),
  );
  const response = nodeGroup?.planResourceChange({ prior, config: next, proposed, provider: plainProvider });
  return response?.planned ?? {};
}

function operationsOf(request: Partial<ResourceOperationsRequest>): readonly Operation[] {
  return (
    nodeGroup?.operations({
      action: "update",
      prior: null,
      planned: null,
      config: null,
      provider: plainProvider,
      ...request,
    }) ?? []
  );
}

describe("the calls of a node group's change", () => {
  let calls: SandboxCalls;
  beforeAll(async () => {
    calls = await startSandboxCalls({
      defaults: { region: "us-east-1" },
      // A third of a second at this speed: long enough to meet an update under way.
      timings: { nodegroupUpdateConfig: 2000 },
      clusters: [{ name: "prod", version: "1.32", subnets: { a: "subnet-0a" } }],
    });
  });
  afterAll(() => calls.close());

  const read = async (prior: ObjectValue): Promise<ObjectValue> => {
    const object = await nodeGroup.read(prior, { clients: calls.clients, provider: plainProvider });
    if (object === null) throw new Error("the node group is gone");
    return object;
  };
  const carryOut = async (operations: readonly Operation[], token: string): Promise<OperationResult[]> => {
    const results: OperationResult[] = [];
    for (const operation of operations) {
      results.push(
        await nodeGroup.execute(
          operation,
          executeContext(calls, { clientToken: `${token}-${operation.name}` }),
        ),
      );
    }
    return results;
  };
  const sent = () =>
    calls.sandbox.callLog
      .entries()
      .map((call) => call.operation)
      .filter((operation) => !/^(Describe|List|Get)/.test(operation));

  it("creates it, updates version and configuration apart, and deletes it", async () => {
    const planned = plan(null, config);
    const create = operationsOf({ action: "create", planned, config });
    expect(create.map(({ call }) => call)).toEqual(["eks:CreateNodegroup"]);
    await carryOut(create, "create");
    const created = await read({ ...config, id: "prod:a" });
    expect(created).toMatchObject({
      id: "prod:a",
      status: "ACTIVE",
      labels: { role: "worker" },
      tags: { Team: "infra" },
      tags_all: { Team: "infra" },
      scaling_config: [{ desired_size: 1, max_size: 3, min_size: 1 }],
      update_config: [{ max_unavailable: 1, max_unavailable_percentage: 0 }],
      launch_template: [],
      remote_access: [],
      node_repair_config: [],
      node_group_name_prefix: "",
      force_update_version: null,
      timeouts: null,
    });

    const wanted = {
      ...config,
      labels: { tier: "y" },
      tags: { Team: "platform", Env: "prod" },
      scaling_config: [{ desired_size: 1, max_size: 5, min_size: 1 }],
      taint: [{ key: "dedicated", value: "gpu", effect: "NO_SCHEDULE" }],
    };
    const next = plan(created, wanted);
    const update = operationsOf({ prior: created, planned: next, config: wanted });
    expect(update.map(({ call }) => call)).toEqual(["eks:TagResource", "eks:UpdateNodegroupConfig"]);
    expect(update[1]?.parameters).toEqual({
      clusterName: "prod",
      nodegroupName: "a",
      labels: { addOrUpdateLabels: { tier: "y" }, removeLabels: ["role"] },
      taints: { addOrUpdateTaints: [{ key: "dedicated", value: "gpu", effect: "NO_SCHEDULE" }] },
      scalingConfig: { desiredSize: 1, maxSize: 5, minSize: 1 },
    });
    const results = await carryOut(update, "update");
    expect(results[1]?.updateId).toMatch(/^[0-9a-f-]{36}$/);
    const updated = await read(next);
    expect(updated).toMatchObject({ labels: { tier: "y" }, tags: { Team: "platform", Env: "prod" } });

    await carryOut(operationsOf({ action: "delete", prior: updated }), "delete");
    expect(await nodeGroup.read(updated, { clients: calls.clients, provider: plainProvider })).toBeNull();
    expect(sent()).toEqual(["CreateNodegroup", "TagResource", "UpdateNodegroupConfig", "DeleteNodegroup"]);
  });

  it("sends a create again without making a second group", async () => {
    const twin = { ...config, node_group_name: "twin" };
    const create = operationsOf({ action: "create", planned: plan(null, twin), config: twin });
    calls.sandbox.faults.add({ match: { operation: "CreateNodegroup" }, kind: "drop-after", times: 1 });
    await carryOut(create, "again");
    const { nodegroups } = await (await calls.clients.eks()).listNodegroups({ clusterName: "prod" });
    expect(nodegroups).toEqual(["twin"]);
  });

  describe("while EKS is already changing the group", () => {
    const busy: ObjectValue = {
      ...config,
      node_group_name: "busy",
      id: "prod:busy",
      arn: "arn:x",
      tags_all: {},
    };
    const scaling = (max: number) => ({ desired_size: 1, max_size: max, min_size: 1 });
    const operation = (max: number) =>
      operationsOf({ prior: busy, planned: { ...busy, scaling_config: [scaling(max)] } });
    const starts = () => sent().filter((call) => call === "UpdateNodegroupConfig").length;
    beforeAll(async () => {
      const create = operationsOf({
        action: "create",
        planned: plan(null, { ...config, node_group_name: "busy" }),
        config: { ...config, node_group_name: "busy" },
      });
      await carryOut(create, "busy");
    });
    const startByHand = async (maxSize: number) => {
      const eks = await calls.clients.eks();
      const scalingConfig = { minSize: 1, maxSize, desiredSize: 1 };
      return eks.updateNodegroupConfig({ clusterName: "prod", nodegroupName: "busy", scalingConfig });
    };

    it("follows the update that asks for the same", async () => {
      const { update } = await startByHand(7);
      calls.sandbox.callLog.clear();
      const [result] = await carryOut(operation(7), "same");
      expect(result?.updateId).toBe(update?.id);
    });

    it("waits for another one and then sends its own", async () => {
      const { update } = await startByHand(8);
      calls.sandbox.callLog.clear();
      const [result] = await carryOut(operation(9), "other");
      expect(result?.updateId).not.toBe(update?.id);
      expect(starts()).toBeGreaterThanOrEqual(2);
      expect(await read(busy)).toMatchObject({ scaling_config: [scaling(9)] });
    });
  });

  it("gives EKS's refusal with operation, code and request id", async () => {
    const bad = { ...config, cluster_name: "nowhere" };
    const failure = carryOut(
      operationsOf({ action: "create", planned: plan(null, bad), config: bad }),
      "bad",
    );
    const error = await failure.catch((thrown: unknown) => thrown);
    expect(FleetwrightError.is(error) && error.diagnostics[0]).toMatchObject({
      code: "AWS_REFUSED",
      summary: expect.stringContaining("creating EKS Node Group (nowhere:a): ResourceNotFoundException"),
      aws: {
        operation: "eks:CreateNodegroup",
        errorCode: "ResourceNotFoundException",
        requestId: expect.any(String),
      },
    });
  });
});

describe("the operations of a node group, as data", () => {
  const prior: ObjectValue = {
    ...config,
    id: "prod:a",
    arn: "arn:x",
    tags_all: { Team: "infra" },
    version: "1.31",
    release_version: "1.31.1",
    launch_template: [{ id: "lt-1", name: "t", version: "1" }],
    update_config: [{ max_unavailable: 1, max_unavailable_percentage: 0 }],
  };

  it("always tells EKS the launch template, and only what changed of version and release", () => {
    const operations = operationsOf({ prior, planned: { ...prior, version: "1.32" } });
    expect(operations).toEqual([
      {
        name: "update-version",
        call: "eks:UpdateNodegroupVersion",
        parameters: {
          clusterName: "prod",
          nodegroupName: "a",
          launchTemplate: { id: "lt-1", version: "1" },
          version: "1.32",
        },
        wait: { kind: "eks-update", clusterName: "prod", nodegroupName: "a" },
      },
    ]);
  });

  it("puts the version before the configuration", () => {
    const planned = { ...prior, version: "1.32", labels: {} };
    expect(operationsOf({ prior, planned }).map(({ name }) => name)).toEqual([
      "update-version",
      "update-config",
    ]);
  });

  it("makes no call when only force_update_version or an empty map differs", () => {
    expect(operationsOf({ prior, planned: { ...prior, force_update_version: true } })).toEqual([]);
    expect(operationsOf({ prior: { ...prior, labels: {} }, planned: { ...prior, labels: null } })).toEqual(
      [],
    );
  });

  it("sends an empty version update when the launch template block is taken away, as the provider does", () => {
    expect(operationsOf({ prior, planned: { ...prior, launch_template: [] } })[0]?.parameters).toEqual({
      clusterName: "prod",
      nodegroupName: "a",
    });
  });

  it("keeps what is not known yet unknown", () => {
    const planned = { ...prior, launch_template: [{ id: "lt-1", name: "t", version: UNKNOWN }] };
    expect(operationsOf({ prior, planned })[0]?.parameters.launchTemplate).toEqual({
      id: "lt-1",
      version: UNKNOWN,
    });
  });

  it("takes a taint away only when no taint with its key and effect is left", () => {
    const taint = (value: string, effect = "NO_SCHEDULE") => ({ key: "k", value, effect });
    const [operation] = operationsOf({
      prior: { ...prior, taint: [taint("a"), taint("b", "NO_EXECUTE")] },
      planned: { ...prior, taint: [taint("c")] },
    });
    expect(operation?.parameters.taints).toEqual({
      addOrUpdateTaints: [taint("c")],
      removeTaints: [taint("b", "NO_EXECUTE")],
    });
  });

  it("sends the nearest bound when the ignored live desired size lies outside the new bounds", () => {
    const live = { ...prior, scaling_config: [{ desired_size: 9, max_size: 10, min_size: 1 }] };
    const planned = { ...prior, scaling_config: [{ desired_size: 9, max_size: 5, min_size: 1 }] };
    const ignoredPaths = [["scaling_config", 0, "desired_size"]];
    const [ignored] = operationsOf({ prior: live, planned, ignoredPaths });
    expect(ignored?.parameters.scalingConfig).toEqual({ desiredSize: 5, maxSize: 5, minSize: 1 });
    const [own] = operationsOf({ prior: live, planned });
    expect(own?.parameters.scalingConfig).toEqual({ desiredSize: 9, maxSize: 5, minSize: 1 });
  });
});
