import { setTimeout as realSleep } from "node:timers/promises";
import { FleetwrightError } from "../../modules/diagnostics/index.js";
import type { Verdict, Waiver } from "../../modules/policy/index.js";
import type {
  ApplyStepRequest,
  ClusterFacts,
  FleetClock,
  FleetFacts,
  KubernetesObservation,
  KubernetesUnseen,
  RolloutActions,
  RolloutStep,
  StepObservation,
} from "../../modules/rollout/index.js";

export interface ModelGroup {
  readonly name: string;
  readonly zone: string;
  version: string;
  releaseVersion: string;
  status: string;
  issues: { code: string; message: string }[];
  scaling: { min: number; max: number; desired: number };
  update: { id: string; type: string; version: string; releaseVersion: string; endsAt: number } | null;
}

export interface ModelCluster {
  readonly name: string;
  readonly labels: { readonly [key: string]: string };
  version: string;
  status: string;
  readonly addons: Map<string, string>;
  readonly groups: Map<string, ModelGroup>;
}

/** What the fleet itself saw: starts and ends of updates, in order. */
export interface ModelEntry {
  readonly at: number;
  readonly type: "start" | "end";
  readonly cluster: string;
  readonly object: string;
  readonly outcome?: "done" | "failed";
  readonly version?: string;
}

export interface ModelFleetOptions {
  /** Real milliseconds of quiet before time moves: as long as whoever works here may take. Default 8. */
  readonly settle?: number;
  readonly startsAt?: number;
  readonly clusters: readonly {
    readonly name: string;
    readonly labels?: { readonly [key: string]: string };
    readonly version?: string;
    readonly groups?: number;
    readonly zones?: readonly string[];
    readonly nodes?: number;
    readonly groupVersion?: string;
    readonly addons?: { readonly [name: string]: string };
  }[];
}

export type ModelKubernetes = Partial<KubernetesObservation> | KubernetesUnseen;

/**
 * A fleet in memory whose time moves on by itself when everybody waits. It refuses what EKS refuses, and outlives
 * any number of runners.
 */
export class ModelFleet {
  readonly clusters = new Map<string, ModelCluster>();
  readonly log: ModelEntry[] = [];
  readonly clock: ModelClock;
  /** Group name → how many of its next updates fail. */
  readonly failures = new Map<string, number>();
  readonly kubernetes = new Map<string, ModelKubernetes | (() => ModelKubernetes)>();
  waivers: Waiver[] = [];
  denied: (step: RolloutStep, fleet: ModelFleet) => string | null = () => null;
  readonly #byToken = new Map<string, { id: string; done: Promise<void> }>();
  #updates = 0;

  constructor(options: ModelFleetOptions) {
    this.clock = new ModelClock(options.startsAt ?? Date.UTC(2026, 2, 2, 8), options.settle);
    for (const spec of options.clusters) {
      const zones = spec.zones ?? ["eu-central-1a"];
      const version = spec.version ?? "1.31";
      const groupVersion = spec.groupVersion ?? version;
      const nodes = spec.nodes ?? 2;
      const groups = new Map<string, ModelGroup>();
      for (let index = 0; index < (spec.groups ?? 1); index++) {
        const name = `${spec.name}-g${index}`;
        groups.set(name, {
          name,
          zone: zones[index % zones.length] ?? "",
          version: groupVersion,
          releaseVersion: `${groupVersion}.0-20260101`,
          status: "ACTIVE",
          issues: [],
          scaling: { min: 1, max: nodes * 2, desired: nodes },
          update: null,
        });
      }
      this.clusters.set(spec.name, {
        name: spec.name,
        labels: spec.labels ?? {},
        version,
        status: "ACTIVE",
        addons: new Map(Object.entries(spec.addons ?? {})),
        groups,
      });
    }
  }

  facts(): FleetFacts {
    const minors = ["1.30", "1.31", "1.32", "1.33", "1.34"];
    return {
      releases: {
        AL2023_x86_64_STANDARD: Object.fromEntries(minors.map((minor) => [minor, `${minor}.1-20260301`])),
      },
      addonVersions: {
        "vpc-cni": Object.fromEntries(minors.map((minor) => [minor, `v1.${minor.slice(2)}.0`])),
      },
      clusters: [...this.clusters.values()].map(
        (cluster): ClusterFacts => ({
          name: cluster.name,
          stack: cluster.name,
          labels: cluster.labels,
          region: "eu-central-1",
          account: "111122223333",
          version: cluster.version,
          addons: [...cluster.addons].map(([name, version]) => ({ name, version })),
          plan: null,
          nodeGroups: [...cluster.groups.values()].map((group) => ({
            name: group.name,
            address: null,
            group: group.name,
            zone: group.zone,
            zoneCount: 1,
            amiType: "AL2023_x86_64_STANDARD",
            version: group.version,
            releaseVersion: group.releaseVersion,
            scaling: { ...group.scaling },
            updateConfig: { maxUnavailable: 1, maxUnavailablePercentage: null },
            attributes: null,
          })),
        }),
      ),
    };
  }

  actions(): RolloutActions {
    return {
      clock: this.clock,
      observe: async (step) => this.observe(step),
      planStep: async (step) => ({
        changes: true,
        digest: `sha256:${step.id}`,
        verdict: this.#verdict(step),
      }),
      applyStep: (request) => this.#apply(request),
      waivers: async () => this.waivers,
    };
  }

  cluster(name: string): ModelCluster {
    const cluster = this.clusters.get(name);
    if (cluster === undefined) throw new Error(`no cluster ${name}`);
    return cluster;
  }

  group(name: string): ModelGroup {
    for (const { groups } of this.clusters.values()) {
      const group = groups.get(name);
      if (group !== undefined) return group;
    }
    throw new Error(`no group ${name}`);
  }

  observe(step: RolloutStep): StepObservation {
    const cluster = this.clusters.get(step.cluster);
    const group = step.kind === "node-group" ? cluster?.groups.get(step.nodeGroup) : undefined;
    const addon = step.kind === "addon" ? cluster?.addons.get(step.addon) : undefined;
    const told = this.kubernetes.get(step.kind === "node-group" ? step.nodeGroup : step.cluster);
    const kubernetes = typeof told === "function" ? told() : told;
    const nodes = Array.from({ length: group?.scaling.desired ?? 0 }, (_, index) => ({
      name: `${group?.name}-${index}`,
      ready: true,
      problem: null,
      target: true,
    }));
    return {
      cluster: cluster === undefined ? null : { status: cluster.status, version: cluster.version },
      addon: addon === undefined ? null : { status: "ACTIVE", version: addon },
      nodeGroup:
        group === undefined
          ? null
          : {
              status: group.status,
              version: group.version,
              releaseVersion: group.releaseVersion,
              scaling: { ...group.scaling },
              healthIssues: group.issues,
            },
      runningUpdate: group?.update ?? null,
      fingerprints: {},
      kubernetes:
        kubernetes === undefined || "reason" in kubernetes
          ? (kubernetes ?? null)
          : { seen: true, nodes, pendingPods: [], blockingBudgets: [], budgets: [], ...kubernetes },
    };
  }

  /** An update that somebody else starts. */
  startForeign(name: string, to: { version: string; releaseVersion: string }, seconds: number): void {
    const group = this.group(name);
    const endsAt = this.clock.now() + seconds * 1_000;
    group.update = { id: "foreign", type: "VersionUpdate", ...to, endsAt };
    group.status = "UPDATING";
    void this.clock.sleep(seconds * 1_000, new AbortController().signal).then(() => {
      Object.assign(group, to, { status: "ACTIVE", update: null });
    });
  }

  async #apply(request: ApplyStepRequest) {
    const { step, token, signal } = request;
    const known = this.#byToken.get(token);
    const update = known ?? { id: `update-${++this.#updates}`, done: this.#start(step) };
    this.#byToken.set(token, update);
    request.onProgress({ updateId: update.id, phase: "InProgress", nodes: null });
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(new Error("interrupted")), { once: true });
    });
    await Promise.race([update.done, aborted]);
    return { updateIds: [update.id], attached: known !== undefined };
  }

  /** EKS goes on whether or not anybody waits. */
  #start(step: RolloutStep): Promise<void> {
    const run = this.#update(step);
    run.catch(() => undefined);
    return run;
  }

  async #update(step: RolloutStep): Promise<void> {
    const cluster = this.cluster(step.cluster);
    const never = new AbortController().signal;
    const object =
      step.kind === "node-group" ? step.nodeGroup : step.kind === "addon" ? step.addon : "control-plane";
    const entry = { cluster: cluster.name, object };
    this.log.push({ at: this.clock.now(), type: "start", ...entry });
    if (step.kind === "cluster-version") {
      const lagging = [...cluster.groups.values()].filter(({ version }) => version !== cluster.version);
      if (lagging.length > 0) throw new Error(`${lagging[0]?.name} is behind the control plane`);
      await this.clock.sleep(600_000, never);
      cluster.version = step.to;
    } else if (step.kind === "addon") {
      await this.clock.sleep(60_000, never);
      cluster.addons.set(step.addon, step.to);
    } else if (step.kind === "node-group") {
      const group = this.group(step.nodeGroup);
      if (group.update !== null) throw new Error("ResourceInUseException");
      group.update = {
        id: "own",
        type: "VersionUpdate",
        version: step.to.version,
        releaseVersion: step.to.releaseVersion ?? "",
        endsAt: 0,
      };
      group.status = "UPDATING";
      await this.clock.sleep(group.scaling.desired * 180_000, never);
      group.update = null;
      group.status = "ACTIVE";
      const left = this.failures.get(group.name) ?? 0;
      if (left > 0) {
        this.failures.set(group.name, left - 1);
        this.log.push({ at: this.clock.now(), type: "end", ...entry, outcome: "failed" });
        throw new FleetwrightError("aws", [
          { severity: "error", code: "AWS_UPDATE_FAILED", summary: `${group.name}: NodeCreationFailure` },
        ]);
      }
      group.version = step.to.version;
      group.releaseVersion = step.to.releaseVersion ?? `${step.to.version}.9-20260301`;
    }
    this.log.push({
      at: this.clock.now(),
      type: "end",
      ...entry,
      outcome: "done",
      ...("to" in step ? { version: typeof step.to === "string" ? step.to : step.to.version } : {}),
    });
  }

  #verdict(step: RolloutStep): Verdict {
    const reason = this.denied(step, this);
    return {
      allowed: reason === null,
      findings:
        reason === null
          ? []
          : [
              {
                rule: "FW-TEST-001",
                title: "test",
                severity: "deny",
                message: reason,
                recommendedAction: "Do otherwise.",
                links: [],
                cluster: step.cluster,
                stack: step.stack,
                standing: false,
                address: null,
              },
            ],
      notDecided: [],
      bundleDigest: "sha256:bundle",
      parametersDigest: "sha256:parameters",
      stacks: {},
      judgedAt: new Date(this.clock.now()).toISOString(),
      counts: { deny: reason === null ? 0 : 1, warn: 0, info: 0, waived: 0, notDecided: 0 },
      failOn: "deny",
    };
  }
}

/** Time that jumps to the next waiter once nothing else has happened for a moment. */
export class ModelClock implements FleetClock {
  #now: number;
  #waiting: { at: number; resolve: () => void }[] = [];
  #moving = false;
  #stirred = 0;

  /** Real milliseconds. Long enough for a disk, or a database, to answer: time must not run on while somebody works. */
  settle: number;

  constructor(start: number, settle = 8) {
    this.#now = start;
    this.settle = settle;
  }

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    this.#stirred += 1;
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new Error("aborted"));
      const waiter = { at: this.#now + Math.max(0, milliseconds), resolve };
      this.#waiting.push(waiter);
      signal.addEventListener(
        "abort",
        () => {
          this.#waiting = this.#waiting.filter((other) => other !== waiter);
          reject(new Error("aborted"));
        },
        { once: true },
      );
      void this.#move();
    });
  }

  async #move(): Promise<void> {
    if (this.#moving) return;
    this.#moving = true;
    while (this.#waiting.length > 0) {
      const seen = this.#stirred;
      await realSleep(this.settle);
      if (seen !== this.#stirred) continue;
      const next = Math.min(...this.#waiting.map(({ at }) => at));
      this.#now = Math.max(this.#now, next);
      const due = this.#waiting.filter(({ at }) => at <= this.#now);
      this.#waiting = this.#waiting.filter(({ at }) => at > this.#now);
      for (const { resolve } of due) resolve();
    }
    this.#moving = false;
  }
}
