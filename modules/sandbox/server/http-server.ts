import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Outcome } from "./answer-request.js";
import type { RawRequest } from "./dispatch.js";

/** The largest body that is read; EKS and EC2 take far less. */
const MAX_BODY = 4 * 1024 * 1024;

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  readonly answer: (request: RawRequest) => Outcome | Promise<Outcome>;
  /** Headers and body must have come within so many milliseconds. */
  readonly requestTimeoutMs: number;
}

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves HTTP with keep-alive on one port. Rejects when the port cannot be had. */
export async function startHttpServer(options: HttpServerOptions): Promise<RunningServer> {
  const server = createServer((request, response) => {
    serve(options, request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = options.requestTimeoutMs;
  server.requestTimeout = options.requestTimeoutMs;
  server.maxRequestsPerSocket = 0;
  server.on("clientError", (_error, socket) => {
    // What is not HTTP at all gets HTTP's own refusal; the connection is of no more use.
    if (socket.writable)
      socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { port: address.port, close: () => closeServer(server) };
}

async function serve(
  options: HttpServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (body === undefined) {
    response.writeHead(413, {
      "content-type": "application/json",
      "x-amzn-ErrorType": "RequestEntityTooLargeException",
      connection: "close",
    });
    response.end('{"message":"The request body is too large"}');
    return;
  }
  const [pathname = "/", search = ""] = splitOnce(request.url ?? "/", "?");
  const outcome = await options.answer({
    method: request.method ?? "GET",
    pathname,
    query: new URLSearchParams(search),
    headers: request.headers,
    body,
  });
  if (outcome.kind === "reset") {
    request.socket.resetAndDestroy();
    return;
  }
  const { reply, delayMs } = outcome;
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  response.writeHead(reply.status, {
    ...reply.headers,
    "content-length": String(Buffer.byteLength(reply.body)),
  });
  response.end(request.method === "HEAD" ? undefined : reply.body);
}

/** The whole body as text; undefined when it is larger than any call needs. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > MAX_BODY) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
