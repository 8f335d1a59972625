import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AwsWaiting, awsError, awsTargetOf, createAwsSession } from "../../modules/aws/index.js";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function listen(answer: Answer): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, server };
}

const keys = { accessKeyId: "test", secretAccessKey: "test" };

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, {
    "content-type": "application/json",
    "x-amzn-errortype": code,
    "x-amzn-requestid": "11111111-2222-3333-4444-555555555555",
  });
  response.end(JSON.stringify({ message: "no" }));
}

function clusters(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ clusters: [] }));
}

describe("an AWS session", () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
    server?.closeAllConnections();
  });
  const start = async (answer: Answer) => {
    const started = await listen(answer);
    server = started.server;
    return started.url;
  };

  it("never has more calls in flight than allowed, over all services of one account and region", async () => {
    let inFlight = 0;
    let most = 0;
    const url = await start((_request, response) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      setTimeout(() => {
        inFlight -= 1;
        clusters(response);
      }, 5);
    });
    const session = createAwsSession({ concurrency: 3 });
    const clients = session.clientsFor({ region: "eu-west-1", ...keys, endpoints: { eks: url } });
    const eks = await clients.eks();
    await Promise.all(Array.from({ length: 12 }, () => eks.listClusters({})));
    expect(most).toBe(3);
    expect(session.callCounts()).toEqual({ "eks:ListClusters": 12 });
    expect(session.clientsFor({ region: "eu-west-1", ...keys, endpoints: { eks: url } })).toBe(clients);
  });

  it("repeats throttled calls, lets fewer through meanwhile, and says that it waits", async () => {
    let count = 0;
    const url = await start((_request, response) => {
      count += 1;
      if (count <= 2) refuse(response, 429, "ThrottlingException");
      else clusters(response);
    });
    const waited: AwsWaiting[] = [];
    const session = createAwsSession({ concurrency: 8, onWaiting: (waiting) => waited.push(waiting) });
    const eks = await session.clientsFor({ region: "eu-west-1", ...keys, endpoints: { eks: url } }).eks();
    await expect(eks.listClusters({})).resolves.toMatchObject({ clusters: [] });
    expect(count).toBe(3);
    expect(waited[0]).toMatchObject({
      reason: "throttled",
      operation: "eks:ListClusters",
      region: "eu-west-1",
    });
  });

  it("does not repeat a refusal, and keeps its code and request id", async () => {
    let count = 0;
    const url = await start((_request, response) => {
      count += 1;
      refuse(response, 403, "AccessDeniedException");
    });
    const session = createAwsSession();
    const eks = await session.clientsFor({ region: "eu-west-1", ...keys, endpoints: { eks: url } }).eks();
    const thrown: unknown = await eks.listClusters({}).catch((error: unknown) => error);
    expect(count).toBe(1);
    expect(
      awsError(thrown, { operation: "eks:ListClusters", doing: "listing clusters" }).diagnostics,
    ).toEqual([
      {
        severity: "error",
        code: "AWS_REFUSED",
        summary: "listing clusters: AccessDeniedException: no",
        aws: {
          operation: "eks:ListClusters",
          errorCode: "AccessDeniedException",
          requestId: "11111111-2222-3333-4444-555555555555",
        },
      },
    ]);
  });

  it("says that an endpoint cannot be reached", async () => {
    const { server: gone, url } = await listen((_request, response) => clusters(response));
    await new Promise((resolve) => gone.close(resolve));
    const session = createAwsSession({ maxAttempts: 1 });
    const eks = await session.clientsFor({ region: "eu-west-1", ...keys, endpoints: { eks: url } }).eks();
    const thrown: unknown = await eks.listClusters({}).catch((error: unknown) => error);
    const [problem] = awsError(thrown, {
      operation: "eks:ListClusters",
      doing: "listing clusters",
    }).diagnostics;
    expect(problem).toMatchObject({
      code: "AWS_UNREACHABLE",
      detail: expect.stringContaining("AWS_ENDPOINT_URL"),
    });
  });

  it("takes AWS_ENDPOINT_URL from the environment", async () => {
    const url = await start((_request, response) => clusters(response));
    process.env.AWS_ENDPOINT_URL = url;
    try {
      const eks = await createAwsSession()
        .clientsFor({ region: "eu-west-1", ...keys })
        .eks();
      await expect(eks.listClusters({})).resolves.toMatchObject({ clusters: [] });
    } finally {
      delete process.env.AWS_ENDPOINT_URL;
    }
  });
});

describe("the target of a provider block", () => {
  it("takes region, keys, role and endpoints from the block", () => {
    const block = {
      region: "eu-central-1",
      access_key: "a",
      secret_key: "s",
      assume_role: [{ role_arn: "arn:aws:iam::1:role/x", session_name: null, external_id: "e" }],
      endpoints: [{ eks: "http://127.0.0.1:1", ec2: null }],
    };
    expect(awsTargetOf(block, {})).toEqual({
      region: "eu-central-1",
      accessKeyId: "a",
      secretAccessKey: "s",
      assumeRole: { roleArn: "arn:aws:iam::1:role/x", externalId: "e" },
      endpoints: { eks: "http://127.0.0.1:1" },
    });
  });

  it("falls back to the environment's region, and is null without any", () => {
    expect(awsTargetOf({}, { AWS_DEFAULT_REGION: "us-west-2" })).toEqual({ region: "us-west-2" });
    expect(awsTargetOf({}, {})).toBeNull();
  });
});
