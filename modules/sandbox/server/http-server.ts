import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createSocketServer, type Socket } from "node:net";
import type { Outcome } from "./answer-request.js";
import type { RawRequest } from "./dispatch.js";
import type { Certificate } from "./self-signed-certificate.js";

/** The largest body that is read; EKS and EC2 take far less. */
const MAX_BODY = 4 * 1024 * 1024;

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  readonly answer: (request: RawRequest) => Outcome | Promise<Outcome>;
  /** Headers and body must have come within so many milliseconds. */
  readonly requestTimeoutMs: number;
  /** What is shown to those who come over TLS. */
  readonly certificate: Certificate;
}

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves HTTP and HTTPS with keep-alive on one port: the first byte of a connection tells which it is.
 * Rejects when the port cannot be had.
 */
export async function startHttpServer(options: HttpServerOptions): Promise<RunningServer> {
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    serve(options, request, response).catch(() => response.destroy());
  };
  const { certificate: cert, privateKey: key } = options.certificate;
  const plain = createServer(listener);
  const secure = createTlsServer({ cert, key }, listener);
  for (const server of [plain, secure]) configure(server, options.requestTimeoutMs);

  const sockets = new Set<Socket>();
  const front = createSocketServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    // Whoever connects and says nothing is let go.
    socket.setTimeout(options.requestTimeoutMs, () => socket.destroy());
    socket.once("data", (first: Buffer) => {
      socket.pause();
      socket.setTimeout(0);
      socket.removeAllListeners("timeout");
      socket.unshift(first);
      (first[0] === TLS_HANDSHAKE ? secure : plain).emit("connection", socket);
      process.nextTick(() => socket.resume());
    });
  });
  await new Promise<void>((resolve, reject) => {
    front.once("error", reject);
    front.listen(options.port, options.host, () => {
      front.off("error", reject);
      resolve();
    });
  });
  const address = front.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    port: address.port,
    close: async () => {
      const closed = new Promise<void>((resolve) => front.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
      for (const server of [plain, secure]) server.close();
    },
  };
}

/** The first byte of a TLS connection. */
const TLS_HANDSHAKE = 0x16;

function configure(server: Server, requestTimeoutMs: number): void {
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = requestTimeoutMs;
  server.requestTimeout = requestTimeoutMs;
  server.maxRequestsPerSocket = 0;
  server.on("clientError", (_error, socket) => {
    // What is not HTTP at all gets HTTP's own refusal; the connection is of no more use.
    if (socket.writable) {
      socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    } else socket.destroy();
  });
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
  if (outcome.kind === "stream") {
    response.writeHead(outcome.status, outcome.headers);
    response.flushHeaders();
    const stop = outcome.open(
      (text) => void response.write(text),
      () => void response.end(),
    );
    response.once("close", stop);
    return;
  }
  const { reply, delayMs } = outcome;
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs).unref());
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
  // Bytes that are no text are kept one by one, so that they can be had back.
  const binary = (request.headers["content-type"] ?? "").includes("protobuf");
  return Buffer.concat(chunks).toString(binary ? "latin1" : "utf8");
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
