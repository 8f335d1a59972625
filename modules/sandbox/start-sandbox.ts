import { answerControl, type Controls } from "./control/control-api.js";
import { kubeconfigOf } from "./kubernetes/kubeconfig.js";
import { answerKubernetes } from "./kubernetes/kubernetes-api.js";
import { applySeed, DEFAULT_ACCOUNT, DEFAULT_REGION } from "./seed/apply-seed.js";
import { readSeed } from "./seed/read-seed.js";
import type { SandboxSeed, Seed } from "./seed/seed-schema.js";
import { answerRequest, type Endpoint } from "./server/answer-request.js";
import { type CallLog, createCallLog } from "./server/call-log.js";
import { createCallerDirectory } from "./server/callers.js";
import type { RawRequest } from "./server/dispatch.js";
import { createFaults, type Faults } from "./server/faults.js";
import { startHttpServer } from "./server/http-server.js";
import { type Certificate, createSelfSignedCertificate } from "./server/self-signed-certificate.js";
import { createSignatureCheck, type SandboxCredential } from "./server/verify-signature.js";
import type { Place } from "./world/records.js";
import { defaultLimits, defaultTimings, type Limits, type Timings } from "./world/settings.js";
import type { ClockMode } from "./world/virtual-clock.js";
import { createWorld, type World } from "./world/world.js";
import { handleWorldEvent } from "./world-events.js";

/** How a sandbox is started. Everything can be left out. */
export interface SandboxOptions {
  /** 0 or nothing: a free one. */
  readonly port?: number;
  /** Loopback unless told otherwise. */
  readonly host?: string;
  /** What the world begins with: an object, or a file in YAML or JSON. */
  readonly seed?: SandboxSeed | string;
  /** Where the world is kept. If the file exists, its world is opened again and the seed is not applied. */
  readonly worldFile?: string;
  /** `real` by default; a factor makes the world's time run faster; `step` moves only by `clock.advance`. */
  readonly clock?: ClockMode;
  /**
   * Instant statuses, no limits; references to subnets, roles, templates and images are not checked and
   * tokens are not compared: the profile for test suites that were written against an emulator.
   */
  readonly lax?: boolean;
  /** With credentials, only they and what AssumeRole gives out are let in, and signatures are checked. */
  readonly credentials?: readonly SandboxCredential[];
  readonly limits?: Partial<Limits>;
  readonly timings?: Partial<Timings>;
}

/** A running sandbox. */
export interface Sandbox {
  /** What `AWS_ENDPOINT_URL` should say. */
  readonly url: string;
  readonly port: number;
  /** The world as it is, for tests to look at. */
  readonly world: World;
  readonly clock: {
    /** The world's time in milliseconds since the epoch. */
    now(): number;
    /** Lets so many seconds of the world's time pass, with all that happens in them. */
    advance(seconds: number): void;
    /** Lets everything happen that is under way, and what follows from it; at most `limitSeconds`. */
    finish(limitSeconds?: number): void;
  };
  readonly faults: Faults;
  readonly callLog: CallLog;
  /** Where calls land that name no other account or region. */
  readonly defaultPlace: Place;
  /** A kubeconfig for one cluster or for all of them: JSON, which kubectl takes as YAML. */
  kubeconfig(cluster?: string): string;
  close(): Promise<void>;
}

/** The world's first moment where neither the seed nor real time says otherwise. */
const DEFAULT_START = Date.UTC(2026, 1, 2);
/** How many of everything a lax sandbox takes. */
const unlimited = {
  clustersPerRegion: Number.MAX_SAFE_INTEGER,
  nodegroupsPerCluster: Number.MAX_SAFE_INTEGER,
  nodesPerNodegroup: Number.MAX_SAFE_INTEGER,
  fargateProfilesPerCluster: Number.MAX_SAFE_INTEGER,
} satisfies Partial<Limits>;
const REQUEST_TIMEOUT = 30_000;

/**
 * Starts an AWS endpoint on loopback: EKS, EC2, Auto Scaling, SSM and STS behind one port, told apart by the
 * service that a request is signed for. Clients reach it through their own configuration, `AWS_ENDPOINT_URL`.
 * @throws FleetwrightError for a seed with mistakes; the system's error when the port is taken
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const seed = await readSeed(options.seed ?? {});
  const clock = options.clock ?? "real";
  const world = createWorld({
    clock,
    startTime:
      clock === "real"
        ? Date.now()
        : seed.startTime === undefined
          ? DEFAULT_START
          : Date.parse(seed.startTime),
    limits: {
      ...defaultLimits,
      ...(options.lax === true ? unlimited : {}),
      ...seed.limits,
      ...options.limits,
    },
    timings: { ...defaultTimings, ...seed.timings, ...options.timings },
    lax: options.lax ?? false,
    ...(options.worldFile === undefined ? {} : { file: options.worldFile }),
    handle: handleWorldEvent,
  });
  const faults = createFaults();
  const callLog = createCallLog();
  const fill = (): void => {
    applySeed(world, seed);
    world.save();
  };
  if (!world.reopened) fill();
  const addFaults = (): void => {
    for (const fault of seed.faults) faults.add(fault);
  };
  addFaults();

  const defaultPlace = placeOf(seed);
  const certificate = certificateOf(world);
  const certificateAuthority = Buffer.from(certificate.certificate).toString("base64");
  let url = "";
  const endpoint: Endpoint = {
    world,
    faults,
    log: callLog,
    callers: createCallerDirectory(
      world,
      defaultPlace.account,
      accountsByKey(seed, options.credentials ?? []),
    ),
    url: () => url,
    certificateAuthority,
    ...(options.credentials === undefined
      ? {}
      : { verify: createSignatureCheck(world, options.credentials) }),
  };
  const kubeconfigFor = (name?: string): string => {
    const all = [...world.tables.clusters.values()];
    const clusters = name === undefined ? all : all.filter((row) => row.name === name);
    return kubeconfigOf(clusters, url, certificateAuthority);
  };
  const controls: Controls = {
    world,
    faults,
    log: callLog,
    defaultPlace,
    reset: () => {
      world.reset();
      world.tables.certificates.put({ name: "sandbox", ...certificate });
      fill();
    },
    kubeconfig: (name) => kubeconfigFor(name),
  };
  const answer = (request: RawRequest) => {
    if (request.pathname.startsWith("/_sandbox/")) {
      const path = request.pathname.slice("/_sandbox/".length);
      return { kind: "reply", reply: answerControl(controls, request, path), delayMs: 0 } as const;
    }
    // Moto's tests begin by asking for an empty world in this way.
    if (request.method === "POST" && request.pathname === "/moto-api/reset") {
      return { kind: "reply", reply: answerControl(controls, request, "reset"), delayMs: 0 } as const;
    }
    if (request.pathname.startsWith("/k8s/")) {
      return answerKubernetes(world, request);
    }
    return answerRequest(endpoint, request);
  };
  const host = options.host ?? "127.0.0.1";
  const server = await startHttpServer({
    host,
    port: options.port ?? 0,
    answer,
    requestTimeoutMs: REQUEST_TIMEOUT,
    certificate,
  });
  url = `http://${host.includes(":") ? `[${host}]` : host}:${server.port}`;

  return {
    url,
    port: server.port,
    world,
    clock: {
      now: () => world.now(),
      advance: (seconds) => world.advance(seconds),
      finish: (limitSeconds = 24 * 3600) => finish(world, limitSeconds),
    },
    faults,
    callLog,
    defaultPlace,
    kubeconfig: kubeconfigFor,
    close: async () => {
      await server.close();
      world.close();
    },
  };
}

/** The world's own certificate, so that a reopened world is trusted as before. */
function certificateOf(world: World): Certificate {
  const { certificates } = world.tables;
  const kept = certificates.get("sandbox");
  if (kept !== undefined) return kept;
  const made = certificates.put({ name: "sandbox", ...createSelfSignedCertificate("fleetwright sandbox") });
  world.save();
  return made;
}

function finish(world: World, limitSeconds: number): void {
  const end = world.now() + limitSeconds * 1000;
  world.settle();
  for (let at = world.nextEventAt(); at !== undefined && at <= end; at = world.nextEventAt()) {
    world.advance(Math.max(0, at - world.now()) / 1000);
  }
}

function placeOf(seed: Seed): Place {
  return {
    account: seed.defaults.account ?? seed.accounts[0]?.id ?? DEFAULT_ACCOUNT,
    region: seed.defaults.region ?? DEFAULT_REGION,
  };
}

function accountsByKey(seed: Seed, credentials: readonly SandboxCredential[]): Map<string, string> {
  const accounts = new Map<string, string>();
  for (const { id, accessKeys } of seed.accounts) for (const key of accessKeys) accounts.set(key, id);
  for (const { accessKeyId, account } of credentials) {
    if (account !== undefined) accounts.set(accessKeyId, account);
  }
  return accounts;
}
