import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { z } from "zod";
import type { KubernetesAccess, KubernetesCredential } from "./kubernetes-access.js";
import { kubernetesError } from "./kubernetes-problem.js";

/** A cluster's Kubernetes API, as far as it is read here: lists of objects. */
export interface KubernetesApi {
  /** All objects of a list, page by page; throws a FleetwrightError (`KUBERNETES_…`). */
  list<T>(
    path: string,
    item: z.ZodType<T>,
    query?: { readonly [name: string]: string },
  ): Promise<KubernetesList<T>>;
}

export interface KubernetesList<T> {
  readonly items: readonly T[];
  /** The server's own time, milliseconds since 1970: what timestamps of its objects are to be compared with. */
  readonly now: number;
}

export interface KubernetesApiOptions {
  /** Milliseconds for one answer. Default 10 s. */
  readonly timeout?: number;
}

const pageSize = "500";
const attempts = 3;

/** Nothing is asked before the first list. */
export function openKubernetesApi(
  access: KubernetesAccess,
  options: KubernetesApiOptions = {},
): KubernetesApi {
  const timeout = options.timeout ?? 10_000;
  let known: Promise<Session> | null = null;
  const session = async (): Promise<Session> => {
    const current = known === null ? null : await known;
    if (current !== null && (current.expiresAt === null || Date.now() < current.expiresAt)) return current;
    current?.agent.destroy();
    known = sessionOf(access);
    known.catch(() => {
      known = null;
    });
    return known;
  };
  const get = async (path: string, query: URLSearchParams): Promise<Answer> => {
    const url = new URL(`${access.server.replace(/\/$/, "")}${path}?${query}`);
    for (let attempt = 1; ; attempt++) {
      const answer = await ask(url, await session(), access, timeout, attempt);
      if (answer === null) continue;
      if (answer.status === 401 && attempt === 1) {
        known = null;
        continue;
      }
      if (attempt < attempts && (answer.status === 429 || answer.status >= 500)) {
        await pause(answer.retryAfter ?? attempt);
        continue;
      }
      return answer;
    }
  };
  return {
    list: async (path, item, query = {}) => {
      const page = z.object({
        metadata: z.object({ continue: z.string().optional() }).optional(),
        items: z.array(item).nullable(),
      });
      const items = [];
      let now = Date.now();
      let token: string | undefined;
      do {
        const parameters = new URLSearchParams({ limit: pageSize, ...query });
        if (token !== undefined) parameters.set("continue", token);
        const answer = await get(path, parameters);
        if (answer.status !== 200) throw refusal(access.server, path, answer);
        now = answer.now;
        const parsed = page.safeParse(parseJson(answer.body));
        if (!parsed.success)
          throw kubernetesError("failed", `${access.server} answered ${path} with what is no list`);
        items.push(...(parsed.data.items ?? []));
        token = parsed.data.metadata?.continue || undefined;
      } while (token !== undefined);
      return { items, now };
    },
  };
}

interface Session {
  readonly agent: Agent;
  readonly headers: { readonly [name: string]: string };
  readonly expiresAt: number | null;
}

async function sessionOf(access: KubernetesAccess): Promise<Session> {
  const credential: KubernetesCredential = await access.credential();
  const { token, certificate } = credential;
  return {
    agent: new Agent({
      keepAlive: true,
      maxSockets: 4,
      ...(access.certificateAuthority === null ? {} : { ca: access.certificateAuthority }),
      ...(access.serverName === null ? {} : { servername: access.serverName }),
      ...(access.insecure ? { rejectUnauthorized: false } : {}),
      ...(certificate === null ? {} : { cert: certificate.certificate, key: certificate.key }),
    }),
    headers: { accept: "application/json", ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    expiresAt: credential.expiresAt,
  };
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly now: number;
  /** Seconds. */
  readonly retryAfter: number | null;
}

/** Null: the connection was cut, as by a balancer; worth another try. */
function ask(
  url: URL,
  session: Session,
  access: KubernetesAccess,
  timeout: number,
  attempt: number,
): Promise<Answer | null> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      const code = "code" in error ? String(error.code) : "";
      if (attempt < attempts && code === "ECONNRESET") {
        resolve(null);
        return;
      }
      reject(
        kubernetesError("unreachable", `${access.server} gives no answer: ${error.message || code}`, error),
      );
    };
    const call = request(url, { agent: session.agent, headers: session.headers }, (response) => {
      readAll(response).then(
        (body) =>
          resolve({
            status: response.statusCode ?? 0,
            body,
            now: Date.parse(response.headers.date ?? "") || Date.now(),
            retryAfter: Number(response.headers["retry-after"]) || null,
          }),
        fail,
      );
    });
    const timer = setTimeout(() => call.destroy(new Error(`not within ${timeout / 1_000} s`)), timeout);
    call.once("close", () => clearTimeout(timer));
    call.once("error", fail);
    call.end();
  });
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

function refusal(server: string, path: string, { status, body }: Answer) {
  const parsed = z.object({ message: z.string() }).safeParse(parseJson(body));
  const said = parsed.success ? parsed.data.message : `HTTP ${status}`;
  const problem = status === 401 ? "unauthorized" : status === 403 ? "forbidden" : "failed";
  return kubernetesError(problem, `${server} refuses ${path}: ${said}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(10, seconds) * 1_000));
}
