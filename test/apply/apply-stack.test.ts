import {
  type ApplyEvent,
  type ApprovedPlans,
  applyStack,
  approve,
  requireFresh,
} from "../../modules/apply/index.js";
import { FleetwrightError } from "../../modules/diagnostics/index.js";
import { createApplyEvaluation } from "../../modules/planner/index.js";
import { bindVerdict, judge } from "../../modules/policy/index.js";
import { stateObjects } from "../../modules/state/index.js";
import { type SandboxStack, startSandboxStack } from "../_helpers/sandbox-stack.js";
import { changesOf } from "../_helpers/stack-run.js";

async function problemsOf(work: Promise<unknown> | (() => unknown)) {
  try {
    await (typeof work === "function" ? work() : work);
  } catch (error) {
    if (FleetwrightError.is(error)) return error.diagnostics;
    throw error;
  }
  return [];
}

describe("applying a stack", () => {
  let world: SandboxStack;
  afterEach(() => world.close());

  const stateOf = async () => {
    const state = await world.stack.backend.read();
    return Object.fromEntries(
      stateObjects(state ?? (await Promise.reject(new Error("no state")))).map(({ address, instance }) => [
        instance.deposed === undefined ? address : `${address} deposed`,
        instance,
      ]),
    );
  };
  const nodeGroups = async () =>
    Object.values(await stateOf())
      .filter(({ attributes }) => "node_group_name" in attributes)
      .map(({ attributes }) => attributes);

  it("stops what depends on a failure and nothing else, and keeps the failed object as tainted", async () => {
    world = await startSandboxStack();
    world.configure({ groups: ["a", "b"] });
    world.sandbox.faults.add({
      match: { operation: "CreateNodegroup" },
      kind: "error",
      status: 400,
      code: "InvalidParameterException",
      message: "no capacity",
      times: 1,
    });
    const { summary, events } = await world.stack.deploy();
    expect(summary).toMatchObject({ added: 3, changed: 0, destroyed: 0, notStarted: [] });
    expect(summary.failed).toHaveLength(1);
    expect(summary.failed[0]?.diagnostics[0]).toMatchObject({
      summary: expect.stringMatching(
        /creating EKS Node Group \(demo:demo-[ab]-.*InvalidParameterException: no capacity/,
      ),
      aws: { operation: "eks:CreateNodegroup", requestId: expect.any(String) },
    });
    expect(Object.keys(await stateOf())).toHaveLength(4);
    expect(events.filter(({ type }) => type === "resource-failed")).toHaveLength(1);
    expect(Object.values(changesOf((await world.stack.plan()).plan))).toEqual(["create"]);
    expect((await world.stack.deploy()).summary).toMatchObject({ added: 1, failed: [] });
    expect(changesOf((await world.stack.plan()).plan)).toEqual({});
  });

  it("does not start what depends on a failed resource", async () => {
    world = await startSandboxStack();
    world.configure({ groups: ["a"] });
    world.sandbox.faults.add({
      match: { operation: "CreateLaunchTemplate" },
      kind: "error",
      status: 400,
      code: "InvalidRequest",
    });
    const { summary } = await world.stack.deploy();
    expect(summary.failed.map(({ address }) => address)).toEqual(["aws_launch_template.a"]);
    expect(summary.notStarted).toEqual([
      {
        address: "aws_eks_node_group.a",
        action: "create",
        reason: "it depends on aws_launch_template.a (create), which was not done",
      },
    ]);
  });

  it("taints a group whose creation failed in EKS, and plans its replacement", async () => {
    world = await startSandboxStack({
      troubles: [
        {
          cluster: "demo",
          nodegroup: "demo-a",
          during: "create",
          code: "NodeCreationFailure",
          message: "Instances failed to join",
        },
      ],
    });
    world.configure({ groups: ["a"], fixedNames: true });
    const { summary } = await world.stack.deploy();
    expect(summary.failed[0]?.diagnostics[0]?.summary).toContain(
      "NodeCreationFailure: Instances failed to join",
    );
    expect((await stateOf())["aws_eks_node_group.a"]).toMatchObject({ status: "tainted" });
    const { plan } = await world.stack.plan();
    expect(plan.resource_changes?.find(({ type }) => type === "aws_eks_node_group")).toMatchObject({
      action_reason: "replace_because_tainted",
    });
  });

  it("stores what is live after an update failed, and plans the rest again", async () => {
    world = await startSandboxStack();
    world.configure({ groups: ["a"], fixedNames: true, minSize: 2, desiredSize: 2 });
    await world.stack.deploy();
    const trouble = {
      cluster: "demo",
      nodegroup: "demo-a",
      during: "version-update",
      code: "PodEvictionFailure",
    };
    await fetch(`${world.sandbox.url}/_sandbox/trouble`, {
      method: "POST",
      body: JSON.stringify({ ...trouble, message: "Reached max retries" }),
    });
    world.configure({
      groups: ["a"],
      fixedNames: true,
      minSize: 2,
      desiredSize: 2,
      volumeSize: 60,
      maxSize: 4,
    });
    const { summary } = await world.stack.deploy();
    expect(summary).toMatchObject({ changed: 1 });
    expect(summary.failed[0]?.diagnostics[0]?.summary).toMatch(
      /^waiting for EKS Node Group \(demo:demo-a\) version update \([0-9a-f-]+\): unexpected state 'Failed', wanted target 'Successful'. last error: .*PodEvictionFailure: Reached max retries/,
    );
    const stored = (await stateOf())["aws_eks_node_group.a"];
    expect(stored?.status).toBeUndefined();
    expect(stored?.attributes).toMatchObject({ scaling_config: [{ max_size: 3 }] });
    expect(world.effects()).not.toContain("UpdateNodegroupConfig");
    expect(changesOf((await world.stack.plan()).plan)).toEqual({ "aws_eks_node_group.a": "update" });
    expect((await world.stack.deploy()).summary).toMatchObject({ changed: 1, failed: [] });
    expect(changesOf((await world.stack.plan()).plan)).toEqual({});
  });

  it("sends the nearest bound when the autoscaler's size lies outside the new bounds, and says so", async () => {
    world = await startSandboxStack();
    world.configure({ groups: ["a"], maxSize: 10 });
    await world.stack.deploy();
    const autoScalingGroup = (await nodeGroups())[0]?.resources;
    expect(autoScalingGroup).toBeDefined();
    const name = JSON.stringify(autoScalingGroup).match(/"name":"([^"]+)"/)?.[1] ?? "";
    const { AutoScaling } = await import("@aws-sdk/client-auto-scaling");
    const client = new AutoScaling({
      region: "us-east-1",
      endpoint: world.sandbox.url,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    await client.setDesiredCapacity({ AutoScalingGroupName: name, DesiredCapacity: 9 });
    world.sandbox.clock.advance(120);
    world.configure({ groups: ["a"], maxSize: 5 });
    const { events, summary, plan } = await world.stack.deploy({ waive: ["FW-SCALE-002", "FW-SCALING-002"] });
    expect(summary.failed).toEqual([]);
    expect(plan.fleetwright.ignored_changes[0]).toMatchObject({ live: 9, will_send: 5 });
    expect(events.find(({ type }) => type === "value-adjusted")).toMatchObject({ planned: 9, sent: 5 });
    expect((await nodeGroups())[0]?.scaling_config).toEqual([{ desired_size: 5, max_size: 5, min_size: 1 }]);
  });

  it("finishes what runs and starts nothing more once it is told to stop; the next run does the rest", async () => {
    world = await startSandboxStack();
    world.configure({ groups: ["a", "b", "c"] });
    const stop = new AbortController();
    const onEvent = (event: ApplyEvent) => {
      if (event.type === "operation-sent" && event.call === "eks:CreateNodegroup") stop.abort();
    };
    const { summary } = await world.stack.deploy({ stopSignal: stop.signal, onEvent, parallelism: 1 });
    expect(summary).toMatchObject({ interrupted: true, failed: [] });
    expect(summary.notStarted.length).toBeGreaterThan(0);
    expect(Object.keys(await stateOf()).length).toBe(summary.done.length + 1);
    await world.stack.deploy();
    expect(changesOf((await world.stack.plan()).plan)).toEqual({});
    expect(world.effects().filter((operation) => operation === "CreateNodegroup")).toHaveLength(3);
  });

  it("stops at once when told twice, loses nothing, and waits on for the same update when resumed", async () => {
    world = await startSandboxStack({ timings: { nodegroupCreate: 6000, nodegroupUpdateConfig: 6000 } });
    world.configure({ groups: ["a"] });
    for (const [call, wanted] of [
      ["eks:CreateNodegroup", { groups: ["a"] }],
      ["eks:UpdateNodegroupConfig", { groups: ["a"], labels: { role: "batch" } }],
    ] as const) {
      world.configure(wanted);
      const [stop, abort] = [new AbortController(), new AbortController()];
      const onEvent = (event: ApplyEvent) => {
        if (event.type !== "operation-sent" || event.call !== call) return;
        stop.abort();
        abort.abort();
      };
      const signals = { stopSignal: stop.signal, abortSignal: abort.signal };
      const summary = await world.stack.deployWithJournal({ ...signals, onEvent });
      expect(summary.interrupted).toBe(true);
      expect(summary.failed[0]?.diagnostics[0]?.code).toBe("INTERRUPTED");
      const other = await problemsOf(world.stack.deployWithJournal());
      expect(other[0]?.code).toBe("JOURNAL_OTHER_PLAN");
      const attached: boolean[] = [];
      const resumed = await world.stack.resume({
        onEvent: (event) => {
          if (event.type === "operation-sent" && event.call === call) attached.push(event.attached);
        },
      });
      expect(resumed).toMatchObject({ interrupted: false, failed: [] });
      expect(attached).toEqual([true]);
      expect(changesOf((await world.stack.plan()).plan)).toEqual({});
    }
    expect(world.effects()).toEqual(["CreateLaunchTemplate", "CreateNodegroup", "UpdateNodegroupConfig"]);
  });

  it("leaves a state from which the next run follows an update that outlasted its timeout", async () => {
    world = await startSandboxStack({ timings: { nodegroupUpdateConfig: 12_000 } });
    world.configure({ groups: ["a"] });
    await world.stack.deploy();
    world.configure({ groups: ["a"], maxSize: 6, timeouts: { update: "1s" } });
    const { summary } = await world.stack.deploy();
    expect(summary.failed[0]?.diagnostics[0]).toMatchObject({
      code: "AWS_WAIT_TIMEOUT",
      summary: expect.stringContaining(
        "timeout while waiting for state to become 'Successful' (last state: 'InProgress', timeout: 1s)",
      ),
    });
    world.configure({ groups: ["a"], maxSize: 6 });
    expect((await world.stack.deploy()).summary.failed).toEqual([]);
    expect(changesOf((await world.stack.plan()).plan)).toEqual({});
    expect(world.effects().filter((operation) => operation === "UpdateNodegroupConfig")).toHaveLength(1);
  });

  describe("and its gate", () => {
    it("takes only plans that were approved", async () => {
      world = await startSandboxStack();
      world.configure({ groups: ["a"] });
      const { input, plan } = await world.stack.plan();
      const forged: ApprovedPlans = { planDigest: "sha256:0", stacks: { test: plan } };
      const evaluation = createApplyEvaluation(input);
      const { registry } = input;
      const { createAwsSession } = await import("../../modules/aws/index.js");
      const session = createAwsSession();
      const { backend } = world.stack;
      const problems = await problemsOf(
        applyStack({ stack: "test", approved: forged, evaluation, registry, session, backend }),
      );
      expect(problems[0]?.code).toBe("APPLY_DENIED");
      expect(world.effects()).toEqual([]);
    });

    it("refuses a changed plan, a changed verdict and a denied one", async () => {
      world = await startSandboxStack();
      world.configure({ groups: ["a"] });
      const { plan } = await world.stack.plan();
      const context = { now: "2026-02-02T12:00:00Z" };
      const plans = { stacks: { test: plan } };
      const verdict = await judge(plans, context);
      const bound = bindVerdict(plans, verdict);
      await expect(approve(plans, bound, context)).resolves.toMatchObject({ planDigest: bound.planDigest });
      const changed = { stacks: { test: { ...plan, timestamp: "2026-02-02T12:00:01Z" } } };
      const codes = async (...args: Parameters<typeof approve>) =>
        (await problemsOf(approve(...args))).map(({ code }) => code);
      expect(await codes(changed, bound, context)).toEqual(["VERDICT_INVALID"]);
      const denied = { ...verdict, allowed: false };
      expect(await codes(plans, { ...bound, verdict: denied }, context)).toEqual(["VERDICT_INVALID"]);
      expect(await codes(plans, bindVerdict(plans, denied), context)).toEqual(["APPLY_DENIED"]);
      expect(await codes(plans, bound, { ...context, parameters: { profile: "aws-current" } })).toEqual([
        "VERDICT_INVALID",
      ]);
      expect(await codes(plans, undefined, context)).toEqual(["VERDICT_INVALID"]);
    });
  });

  describe("of a saved plan", () => {
    it("is refused when a touched object, the state or the configuration has changed meanwhile", async () => {
      world = await startSandboxStack();
      world.configure({ groups: ["a"] });
      await world.stack.deploy();
      world.configure({ groups: ["a"], labels: { role: "batch" } });
      const { plan: saved } = await world.stack.plan();
      expect(await problemsOf(() => requireFresh(saved, saved))).toEqual([]);

      const name = String((await nodeGroups())[0]?.node_group_name);
      const { EKS } = await import("@aws-sdk/client-eks");
      const eks = new EKS({
        region: "us-east-1",
        endpoint: world.sandbox.url,
        credentials: { accessKeyId: "test", secretAccessKey: "test" },
      });
      await eks.updateNodegroupConfig({
        clusterName: "demo",
        nodegroupName: name,
        scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 },
      });
      world.sandbox.clock.finish();
      const ignored = (await world.stack.plan()).plan;
      expect(await problemsOf(() => requireFresh(saved, ignored))).toEqual([]);

      await eks.updateNodegroupConfig({
        clusterName: "demo",
        nodegroupName: name,
        labels: { addOrUpdateLabels: { by: "hand" } },
      });
      world.sandbox.clock.finish();
      const drifted = (await world.stack.plan()).plan;
      const [problem] = await problemsOf(() => requireFresh(saved, drifted));
      expect(problem).toMatchObject({ code: "PLAN_STALE", address: "aws_eks_node_group.a" });
      expect(problem?.detail).toContain('labels.by: null → "hand"');

      await world.stack.deploy();
      const after = (await world.stack.plan()).plan;
      const codes = (await problemsOf(() => requireFresh(saved, after))).map(({ summary }) => summary);
      expect(codes).toContain("The state was changed by another operation after the plan was made");
    });
  });
});
