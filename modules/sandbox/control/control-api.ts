import { z } from "zod";
import { setDesiredCapacity } from "../autoscaling/autoscaling-actions.js";
import { reconcileCapacity } from "../capacity/auto-scaling-capacity.js";
import { breakNode, healNode } from "../capacity/node-repair.js";
import { groupsShortOf } from "../capacity/shortages.js";
import { privateDnsName } from "../ec2/instances.js";
import { healthCodes } from "../eks/health-codes.js";
import { requestSync } from "../kubernetes/controllers/request-sync.js";
import { AwsError } from "../protocol/aws-error.js";
import { shortageSchema } from "../seed/shortage-schema.js";
import type { CallLog } from "../server/call-log.js";
import type { RawRequest, Reply } from "../server/dispatch.js";
import { type Faults, faultSchema } from "../server/faults.js";
import { clusterKey, inPlace, nodegroupKey } from "../world/keys.js";
import type { AsgRecord, NodegroupRecord, Place } from "../world/records.js";
import type { World } from "../world/world.js";

/** What the control endpoint works on. */
export interface Controls {
  readonly world: World;
  readonly faults: Faults;
  readonly log: CallLog;
  readonly defaultPlace: Place;
  /** Puts the world back to its seed. */
  readonly reset: () => void;
  readonly kubeconfig: (cluster?: string) => string;
}

const place = { account: z.string().optional(), region: z.string().optional() };
const nodegroupOf = { ...place, cluster: z.string(), nodegroup: z.string() };

type Command = (controls: Controls, body: unknown, query: URLSearchParams) => unknown;

const commands: Readonly<Record<string, Command>> = {
  "GET clock": ({ world }) => clockView(world),

  "POST clock/advance": ({ world }, body) => {
    const { seconds } = z.strictObject({ seconds: z.number().min(0).max(1e9) }).parse(body);
    world.advance(seconds);
    return clockView(world);
  },

  /** Advances to the next event, so that a test need not know how long things take. */
  "POST clock/next": ({ world }) => {
    const at = world.nextEventAt();
    if (at !== undefined) world.advance(Math.max(0, at - world.now()) / 1000);
    return clockView(world);
  },

  "GET faults": ({ faults }) => ({ faults: faults.list() }),
  "POST faults": ({ faults }, body) => ({ id: faults.add(faultSchema.parse(body)) }),
  "DELETE faults": ({ faults }, _body, query) => {
    const id = query.get("id");
    if (id === null) faults.clear();
    else if (!faults.remove(id)) throw new AwsError("NotFound", 404, `there is no fault ${id}`);
    return {};
  },

  /** Acts as the cluster autoscaler: sets the desired capacity of a node group's Auto Scaling group. */
  "POST autoscale": (controls, body) => {
    const request = z
      .strictObject({
        ...nodegroupOf,
        desired: z.int().min(0),
        /** Let EKS see it at once instead of after its usual lag. */
        seen: z.boolean().optional(),
      })
      .parse(body);
    const { nodegroup, group } = findNodegroup(controls, request);
    setDesiredCapacity({ world: controls.world }, group, request.desired);
    if (request.seen === true) {
      controls.world.tables.nodegroups.put({
        ...nodegroup,
        scaling: { ...nodegroup.scaling, desiredSize: request.desired },
      });
    }
    return { desired: request.desired };
  },

  /** Sets or clears a node group's health issues; with any, it is DEGRADED. */
  "POST health": (controls, body) => {
    const request = z
      .strictObject({
        ...nodegroupOf,
        issues: z.array(
          z.strictObject({
            code: z.enum(healthCodes),
            message: z.string().default(""),
            resourceIds: z.array(z.string()).default([]),
          }),
        ),
      })
      .parse(body);
    const { nodegroup } = findNodegroup(controls, request);
    const busy = nodegroup.status !== "ACTIVE" && nodegroup.status !== "DEGRADED";
    controls.world.tables.nodegroups.put({
      ...nodegroup,
      issues: request.issues,
      status: busy ? nodegroup.status : request.issues.length > 0 ? "DEGRADED" : "ACTIVE",
    });
    return { status: request.issues.length > 0 ? "DEGRADED" : "ACTIVE" };
  },

  /** Tells a node group what its next create, update or delete will meet. */
  "POST trouble": (controls, body) => {
    const request = z
      .strictObject({
        ...nodegroupOf,
        during: z.enum(["create", "version-update", "config-update", "delete"]),
        code: z.string(),
        message: z.string().optional(),
        resourceIds: z.array(z.string()).optional(),
        afterNodes: z.int().min(0).optional(),
        degraded: z.boolean().optional(),
        lasting: z.boolean().optional(),
      })
      .parse(body);
    const id = controls.world.ids.uuid();
    controls.world.tables.troubles.put({ ...request, ...placeOf(controls, request), id });
    return { id };
  },

  /** Lets EC2 be out of instances: of a type, in a zone, spot or not, for one node group or for all. */
  "POST shortage": (controls, body) => {
    const request = shortageSchema.parse(body);
    const id = controls.world.ids.uuid();
    const at = placeOf(controls, { ...request, cluster: request.cluster ?? "" });
    controls.world.tables.shortages.put({ ...request, ...at, id });
    return { id };
  },

  /** There is enough again: groups that still lack instances launch them. */
  "DELETE shortage": ({ world }, _body, query) => {
    const id = query.get("id");
    if (id === null) world.tables.shortages.clear();
    else world.tables.shortages.delete(id);
    for (const group of groupsShortOf(world)) {
      reconcileCapacity(world, group, "capacity has become available again.");
    }
    return {};
  },

  /** Makes nodes not ready, or ready again: one by its name or instance, or all of a node group. */
  "POST node": (controls, body) => {
    const request = z
      .strictObject({
        ...place,
        cluster: z.string(),
        nodegroup: z.string().optional(),
        node: z.string().optional(),
        ready: z.boolean(),
        condition: z.string().default("Ready"),
        reason: z.string().default("KubeletNotReady"),
      })
      .refine(
        ({ node, nodegroup }) => node !== undefined || nodegroup !== undefined,
        "name a node or a node group",
      )
      .parse(body);
    return setNodes(controls, request);
  },

  "DELETE trouble": ({ world }, _body, query) => {
    const id = query.get("id");
    if (id === null) world.tables.troubles.clear();
    else world.tables.troubles.delete(id);
    return {};
  },

  "GET calls": ({ log }, _body, query) => ({
    total: log.total,
    calls: log.entries({
      ...(query.has("service") ? { service: query.get("service") ?? "" } : {}),
      ...(query.has("operation") ? { operation: query.get("operation") ?? "" } : {}),
    }),
  }),
  "DELETE calls": ({ log }) => {
    log.clear();
    return {};
  },

  "GET world": ({ world }, _body, query) => {
    const wanted = query.get("table");
    return Object.fromEntries(
      Object.values(world.tables)
        .filter((table) => wanted === null || table.name === wanted)
        .map((table) => [table.name, [...table.values()]]),
    );
  },

  "POST reset": ({ reset, faults, log }) => {
    reset();
    faults.clear();
    log.clear();
    return { status: "ok" };
  },

  /** A kubeconfig for `?cluster=NAME`, or for all clusters. */
  "GET kubeconfig": ({ kubeconfig }, _body, query): unknown =>
    JSON.parse(kubeconfig(query.get("cluster") ?? undefined)),

  "GET health": () => ({ status: "ok" }),
};

/** Answers `/_sandbox/…`: plain JSON, no signature. Mistakes are 400 with what is wrong. */
export function answerControl(controls: Controls, request: RawRequest, path: string): Reply {
  const command = commands[`${request.method} ${path}`];
  if (command === undefined) {
    const known = Object.keys(commands).sort().join(", ");
    return json(404, { message: `no such control: ${request.method} ${path}`, known });
  }
  try {
    const body: unknown = request.body === "" ? {} : JSON.parse(request.body);
    controls.world.settle();
    const answer = command(controls, body, request.query);
    controls.world.settle();
    controls.world.save();
    return json(200, answer);
  } catch (error) {
    if (error instanceof AwsError) return json(error.status, { code: error.code, message: error.message });
    const message = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    return json(400, { message });
  }
}

function clockView(world: World) {
  const next = world.nextEventAt();
  return {
    now: new Date(world.now()).toISOString(),
    mode: world.clock.mode,
    nextEventAt: next === undefined ? null : new Date(next).toISOString(),
  };
}

function setNodes(
  controls: Controls,
  request: Omit<Reference, "nodegroup"> & {
    readonly nodegroup?: string | undefined;
    readonly node?: string | undefined;
    readonly ready: boolean;
    readonly condition: string;
    readonly reason: string;
  },
): unknown {
  const { world } = controls;
  const where = placeOf(controls, { ...request, nodegroup: "" });
  const found = world.tables.nodegroups
    .by("cluster", clusterKey(where, request.cluster))
    .filter(({ name }) => request.nodegroup === undefined || name === request.nodegroup)
    .flatMap((nodegroup) => world.tables.instances.by("asg", inPlace(nodegroup, nodegroup.asgName)))
    .filter(
      (instance) =>
        instance.state === "running" &&
        (request.node === undefined || [instance.id, privateDnsName(instance)].includes(request.node)),
    );
  if (found.length === 0) throw new AwsError("NotFound", 404, "there is no such node");
  for (const instance of found) {
    if (request.ready) healNode(world, instance);
    else breakNode(world, instance, { condition: request.condition, reason: request.reason });
  }
  requestSync(world, { ...where, name: request.cluster });
  return { nodes: found.map(privateDnsName) };
}

interface Reference {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly cluster: string;
  readonly nodegroup?: string | undefined;
}

/** A node group by name; where region and account are left out, the only one of that name anywhere. */
function findNodegroup(
  controls: Controls,
  reference: Reference,
): { readonly nodegroup: NodegroupRecord; readonly group: AsgRecord } {
  const { tables } = controls.world;
  const where = placeOf(controls, reference);
  const name = reference.nodegroup ?? "";
  const nodegroup = tables.nodegroups.get(nodegroupKey(where, reference.cluster, name));
  const group = nodegroup && tables.autoScalingGroups.get(inPlace(nodegroup, nodegroup.asgName));
  if (nodegroup === undefined || group === undefined) {
    throw new AwsError("NotFound", 404, `there is no node group ${reference.cluster}/${name}`);
  }
  return { nodegroup, group };
}

function placeOf(controls: Controls, reference: Reference): Place {
  if (reference.account !== undefined && reference.region !== undefined) {
    return { account: reference.account, region: reference.region };
  }
  for (const cluster of controls.world.tables.clusters.values()) {
    if (
      cluster.name === reference.cluster &&
      (reference.account === undefined || reference.account === cluster.account) &&
      (reference.region === undefined || reference.region === cluster.region)
    ) {
      return { account: cluster.account, region: cluster.region };
    }
  }
  return {
    account: reference.account ?? controls.defaultPlace.account,
    region: reference.region ?? controls.defaultPlace.region,
  };
}

function json(status: number, body: unknown): Reply {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
