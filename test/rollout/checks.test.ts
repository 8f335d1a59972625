import { createServer, type IncomingMessage, type Server } from "node:http";
import { type RolloutEvent, rolloutReport, rolloutReportMarkdown } from "../../modules/rollout/index.js";
import { ModelFleet } from "../_helpers/model-fleet.js";
import { ended, rolloutHost } from "../_helpers/rollout-host.js";

interface Asked {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly body: string;
}

describe("a user's own checks", () => {
  let server: Server;
  let address: string;
  let answers: (asked: Asked) => number | null;
  const asked: Asked[] = [];

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const one = { method: request.method, path: request.url, body: await bodyOf(request) };
      asked.push(one);
      const status = answers(one);
      // Null: never an answer.
      if (status !== null) response.writeHead(status).end("not ready: 3 of 5 targets");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const place = server.address();
    address = `http://127.0.0.1:${typeof place === "object" && place !== null ? place.port : 0}`;
  });

  beforeEach(() => {
    asked.length = 0;
    answers = () => 200;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  async function run(checks: readonly object[], clusters = 1) {
    const fleet = new ModelFleet({
      clusters: Array.from({ length: clusters }, (_, index) => ({ name: `prod-${index}`, labels: {} })),
    });
    const host = await rolloutHost(fleet, { checks, waves: [{ name: "all", clusters: "all" }] });
    return { host, outcome: await host.run() };
  }

  const problemOf = (events: readonly RolloutEvent[]): string => {
    const stopped = events.find((event) => event.type === "wave-stopped");
    return stopped?.type === "wave-stopped"
      ? stopped.diagnostics.map(({ summary, detail }) => `${summary}\n${detail ?? ""}`).join("\n")
      : "";
  };

  it("ask an HTTP address with the place filled in, and with the place as JSON where it is a POST", async () => {
    const { outcome } = await run([
      { name: "api", http: `${address}/health/{cluster}?zone={zone}`, when: "group" },
      { name: "told", http: `${address}/told`, method: "POST", when: "cluster", status: 200 },
      { name: "fleet", http: `${address}/{wave}`, when: "wave" },
    ]);
    ended(outcome);
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /health/prod-0?zone=eu-central-1a",
      "POST /told",
      "GET /all",
    ]);
    expect(JSON.parse(asked[1]?.body ?? "")).toEqual({
      check: "told",
      wave: "all",
      cluster: "prod-0",
      region: "eu-central-1",
      account: "111122223333",
      nodeGroup: null,
      zone: null,
    });
  });

  it("fail on another status, with the begin of the answer, and pass once it is right again", async () => {
    answers = () => 503;
    const { host, outcome } = await run([{ name: "api", http: `${address}/health`, when: "group" }]);
    expect(outcome.kind).toBe("left");
    expect(problemOf(host.events)).toContain("Check api failed for prod-0-g0");
    expect(problemOf(host.events)).toContain(
      `${address}/health answered 503, not 200\nnot ready: 3 of 5 targets`,
    );
    answers = () => 200;
    await host.say("resume");
    expect(ended(await host.run()).outcome).toBe("completed");
    const report = rolloutReport(await host.engine.read(host.id));
    expect(report.checks.map(({ name, nodeGroup, passed }) => ({ name, nodeGroup, passed }))).toEqual([
      { name: "api", nodeGroup: "prod-0-g0", passed: false },
      { name: "api", nodeGroup: "prod-0-g0", passed: true },
    ]);
    expect(rolloutReportMarkdown(report)).toMatch(/\| api \| prod-0: prod-0-g0 \| failed: .*answered 503/);
  });

  it("give an address only so much time", async () => {
    answers = () => null;
    const { host } = await run([{ name: "slow", http: `${address}/`, timeout: "1s", when: "cluster" }]);
    expect(problemOf(host.events)).toContain("gave no answer within 1 s");
  });

  it("say that nobody answers", async () => {
    const { host } = await run([{ name: "gone", http: "http://127.0.0.1:9/", when: "cluster" }]);
    expect(problemOf(host.events)).toContain("http://127.0.0.1:9/ gave no answer: ");
  });

  it("are tried as often as they may be", async () => {
    answers = () => (asked.length < 3 ? 500 : 200);
    const { host, outcome } = await run([{ name: "api", http: `${address}/`, attempts: 3, when: "cluster" }]);
    ended(outcome);
    expect(asked).toHaveLength(3);
    expect(host.events).toContainEqual(
      expect.objectContaining({ type: "check-finished", check: "api", attempts: 3, problem: null }),
    );
  });

  it("run a command with the place in its arguments and its environment, and show what it printed", async () => {
    const script =
      "echo $0 $FLEETWRIGHT_CHECK $FLEETWRIGHT_NODE_GROUP $FLEETWRIGHT_ACCOUNT; echo no >&2; exit 3";
    const { host } = await run([
      { name: "smoke", command: ["sh", "-c", script, "{cluster}"], when: "group" },
    ]);
    expect(problemOf(host.events)).toContain(
      "sh: ended with exit code 3\nprod-0 smoke prod-0-g0 111122223333\nno",
    );
  });

  it("end a command that takes too long, with whatever it has started", async () => {
    const { host } = await run([
      {
        name: "stuck",
        command: ["sh", "-c", "trap '' TERM; echo waiting; sleep 300 & sleep 300"],
        timeout: "1s",
      },
    ]);
    expect(problemOf(host.events)).toContain("sh: did not end within 1 s\nwaiting");
  });

  it("say when there is no such command", async () => {
    const { host } = await run([{ name: "typo", command: ["./no-such-program"] }]);
    expect(problemOf(host.events)).toContain("./no-such-program: spawn ./no-such-program ENOENT");
  });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
