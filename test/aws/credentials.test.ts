import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type AwsSessionOptions,
  type AwsWaiting,
  awsError,
  createAwsSession,
} from "../../modules/aws/index.js";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";

const PROFILE = { region: "us-east-1", profile: "fleet" };

/** Minutes pass in milliseconds. */
function quickClock() {
  let now = 0;
  return {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
      await new Promise((resolve) => setTimeout(resolve, 2));
    },
  };
}

describe("a session whose credentials expire", () => {
  const before = { ...process.env };
  let sandbox: Sandbox;
  let folder = "";
  const waited: AwsWaiting[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "fleetwright-credentials-"));
    waited.length = 0;
    sandbox = await startSandbox({
      seed: {
        defaults: { region: "us-east-1", account: "123456789012" },
        accounts: [{ id: "210987654321", accessKeys: ["OTHER"] }],
        clusters: [{ name: "demo", version: "1.33" }],
      },
    });
    for (const name of Object.keys(process.env).filter((name) => name.startsWith("AWS_")))
      delete process.env[name];
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
      AWS_CONFIG_FILE: join(folder, "config"),
    });
    signIn("FIRST");
  });

  afterEach(async () => {
    process.env = { ...before };
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const signIn = (key: string) =>
    writeFileSync(
      join(folder, "credentials"),
      `[fleet]\naws_access_key_id = ${key}\naws_secret_access_key = secret\n`,
    );
  const expire = (key: string) =>
    sandbox.faults.add({ kind: "expired-credentials", match: { accessKeyId: key } });
  const session = (options: AwsSessionOptions = {}) =>
    createAwsSession({
      credentialsTimeoutSeconds: 600,
      clock: quickClock(),
      onWaiting: (waiting) => waited.push(waiting),
      ...options,
    });

  it("pauses all calls, says what to renew, and goes on with the profile's new keys", async () => {
    const clients = session().clientsFor(PROFILE);
    const [eks, ec2] = await Promise.all([clients.eks(), clients.ec2()]);
    await Promise.all([eks.listClusters({}), ec2.describeSubnets({})]);
    expire("FIRST");
    const calls = Promise.all([
      eks.listClusters({}),
      eks.describeCluster({ name: "demo" }),
      ec2.describeSubnets({}),
    ]);
    while (waited.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    signIn("SECOND");
    const [{ clusters }] = await calls;
    expect(clusters).toEqual(["demo"]);
    expect(waited.map(({ reason }) => reason)).toEqual(["credentials-expired", "credentials-renewed"]);
    expect(waited[0]?.message).toContain("have expired (ExpiredToken");
    expect(waited[0]?.message).toContain("aws sso login --profile fleet");
    expect(waited[0]?.message).toContain("waits 10 min");
    expect(clients.heldMilliseconds()).toBeGreaterThan(0);
  });

  it("gives up after its time, and then lets no call wait any more", async () => {
    const clients = session().clientsFor(PROFILE);
    expire("FIRST");
    const eks = await clients.eks();
    const thrown: unknown = await eks.listClusters({}).catch((error: unknown) => error);
    const [problem] = awsError(thrown, { operation: "eks:ListClusters", doing: "listing" }).diagnostics;
    expect(problem).toMatchObject({
      code: "AWS_CREDENTIALS_EXPIRED",
      summary: expect.stringContaining("not renewed within 10 min"),
      detail: expect.stringContaining('profile "fleet"'),
    });
    const said = waited.length;
    await expect(eks.describeCluster({ name: "demo" })).rejects.toBe(thrown);
    expect(waited).toHaveLength(said);
    expect(said).toBeGreaterThan(2);
  });

  it("takes no credentials of another account", async () => {
    const clients = session().clientsFor(PROFILE);
    const eks = await clients.eks();
    await eks.listClusters({});
    expire("FIRST");
    signIn("OTHER");
    const before = sandbox.callLog.entries({ operation: "ListClusters" }).length;
    await expect(eks.listClusters({})).rejects.toMatchObject({
      diagnostics: [
        {
          code: "AWS_CREDENTIALS_OTHER_ACCOUNT",
          summary: expect.stringMatching(/belong to account 210987654321.*began in account 123456789012/),
        },
      ],
    });
    // The one that was refused; with the other account's keys there was none.
    expect(sandbox.callLog.entries({ operation: "ListClusters" })).toHaveLength(before + 1);
  });

  it("ends the pause when it is interrupted", async () => {
    const interrupt = new AbortController();
    const clients = session({
      signal: interrupt.signal,
      onWaiting: () => interrupt.abort(),
    }).clientsFor(PROFILE);
    expire("FIRST");
    await expect((await clients.eks()).listClusters({})).rejects.toMatchObject({
      diagnostics: [{ code: "INTERRUPTED" }],
    });
  });

  it("fails at once where nobody wants to wait", async () => {
    expire("FIRST");
    const eks = await session({ credentialsTimeoutSeconds: 0 }).clientsFor(PROFILE).eks();
    const thrown: unknown = await eks.listClusters({}).catch((error: unknown) => error);
    const [problem] = awsError(thrown, { operation: "eks:ListClusters", doing: "listing" }).diagnostics;
    expect(problem).toMatchObject({ code: "AWS_CREDENTIALS" });
    expect(waited).toEqual([]);
  });

  it("shares one limiter between credentials of one account, and none between accounts", async () => {
    sandbox.faults.add({ kind: "throttle", match: { operation: "DescribeCluster" } });
    const other = session({ maxAttempts: 1, concurrency: 2 });
    const target = (accessKeyId: string) => ({ region: "us-east-1", accessKeyId, secretAccessKey: "secret" });
    const [first, second, foreign] = await Promise.all(
      ["FIRST", "SECOND", "OTHER"].map((key) => other.clientsFor(target(key)).eks()),
    );
    // Throttled through one, the window is narrow for the other: the limiter has been told once for both.
    await first?.describeCluster({ name: "demo" }).catch(() => undefined);
    await second?.describeCluster({ name: "demo" }).catch(() => undefined);
    expect(waited).toHaveLength(1);
    await foreign?.describeCluster({ name: "demo" }).catch(() => undefined);
    expect(waited).toHaveLength(2);
  });
});
