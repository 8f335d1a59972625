import { FleetwrightError } from "../../modules/diagnostics/index.js";
import {
  createLiveReader,
  fingerprintOf,
  type LiveEvent,
  type ReadRequest,
} from "../../modules/live/index.js";
import { providerRegistry } from "../../modules/provider/index.js";
import { type SandboxCalls, startSandboxCalls } from "../_helpers/sandbox-calls.js";

const registry = providerRegistry();

describe("reading what is live", () => {
  let calls: SandboxCalls;
  beforeAll(async () => {
    calls = await startSandboxCalls({
      defaults: { region: "us-east-1" },
      clusters: [
        {
          name: "prod",
          version: "1.32",
          subnets: { a: "subnet-0a" },
          nodegroups: [{ name: "g-{n}", count: 3, ownTemplate: { name: "t-{n}" } }],
        },
      ],
    });
  });
  afterAll(() => calls.close());

  const reader = (events: LiveEvent[] = []) =>
    createLiveReader({ registry, session: calls.session, onEvent: (event) => events.push(event) });
  const providerFor = () => ({ target: calls.target, configuration: calls.provider });
  const find = (type: string, naturalKey: string): ReadRequest => ({
    kind: "find",
    key: naturalKey,
    address: `${type}.${naturalKey}`,
    type,
    providerKey: "aws",
    naturalKey,
  });
  const cluster = (key: string): ReadRequest => ({
    kind: "data-source",
    key,
    address: `data.aws_eks_cluster.${key}`,
    type: "aws_eks_cluster",
    providerKey: "aws",
    config: { name: "prod" },
  });

  it("reads groups and templates with as few calls as there can be, and equal data once", async () => {
    calls.sandbox.callLog.clear();
    const events: LiveEvent[] = [];
    const live = reader(events);
    const groups = ["1", "2", "3"].map((n) => find("aws_eks_node_group", `prod:g-${n}`));
    const templates = ["1", "2", "3"].map((n) => find("aws_launch_template", `t-${n}`));
    const results = await live.read([...groups, ...templates, cluster("x"), cluster("y")], providerFor);
    await live.read([cluster("z")], providerFor);
    expect([...results.keys()]).toHaveLength(8);
    expect(results.get("prod:g-2")).toMatchObject({ node_group_name: "g-2", status: "ACTIVE" });
    expect(results.get("t-3")).toMatchObject({ name: "t-3", latest_version: 1 });
    const made = calls.sandbox.callLog.entries().map(({ operation }) => operation);
    const count = (operation: string) => made.filter((other) => other === operation).length;
    expect(count("DescribeNodegroup")).toBe(3);
    expect(count("DescribeLaunchTemplates")).toBe(1);
    expect(count("DescribeCluster")).toBe(1);
    expect(events.filter(({ type }) => type === "read-complete")).toHaveLength(9);
  });

  it("tells what does not exist from what cannot be read, and names every address that failed", async () => {
    const gone = await reader().read([find("aws_eks_node_group", "prod:nobody")], providerFor);
    expect(gone.get("prod:nobody")).toBeNull();
    calls.sandbox.faults.add({
      match: { operation: "DescribeNodegroup" },
      kind: "error",
      status: 403,
      code: "AccessDeniedException",
    });
    const requests = ["1", "2"].map((n) => find("aws_eks_node_group", `prod:g-${n}`));
    const error: unknown = await reader()
      .read(requests, providerFor)
      .catch((thrown: unknown) => thrown);
    calls.sandbox.faults.clear();
    const diagnostics = FleetwrightError.is(error) ? error.diagnostics : [];
    expect(diagnostics.map(({ address }) => address).sort()).toEqual([
      "aws_eks_node_group.prod:g-1",
      "aws_eks_node_group.prod:g-2",
    ]);
    expect(diagnostics[0]?.aws).toMatchObject({
      operation: "eks:DescribeNodegroup",
      errorCode: "AccessDeniedException",
    });
  });

  it("gives the same fingerprint whatever the order of keys, and none to what is absent", () => {
    expect(fingerprintOf({ a: 1, b: [2] })).toBe(fingerprintOf({ b: [2], a: 1 }));
    expect(fingerprintOf({ a: 1, b: 2 }, ["b"])).toBe(fingerprintOf({ a: 1 }));
    expect(fingerprintOf(null)).toBe("absent");
  });
});
