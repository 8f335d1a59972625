import { join } from "node:path";
import { FleetwrightError } from "../../modules/diagnostics/index.js";
import {
  type GateContext,
  judge,
  readUserBundle,
  type UserBundle,
  type Verdict,
} from "../../modules/policy/index.js";
import { nodeGroupChange, terraformPlan } from "../_helpers/plan-builder.js";

const fixture = (name: string): string => join(__dirname, "../fixtures/policy/bundles", name);
const plan = terraformPlan({
  changes: [nodeGroupChange({ after: { capacity_type: "SPOT", instance_types: ["m6i.large", "m5.large"] } })],
});

async function judged(bundle: UserBundle, context: Partial<GateContext> = {}): Promise<Verdict> {
  return judge(
    { stacks: { prod: plan } },
    { now: "2026-03-01T12:00:00Z", userBundles: [bundle], ...context },
  );
}

const own = ({ findings }: Verdict): string[] =>
  findings
    .filter(({ rule }) => !rule.startsWith("FW-"))
    .map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);

describe("policies of the user's own", () => {
  it("run beside ours, with conftest's names", async () => {
    const verdict = await judged(await readUserBundle(fixture("acme.tar.gz")));
    expect(own(verdict).sort()).toEqual([
      "deny acme/deny: aws_eks_node_group.workers-a is a spot group",
      "deny acme/deny_naming: workers is no name",
      "deny acme/violation: no tags",
      "warn acme/warn: the plan touches a node group",
    ]);
    expect(verdict.allowed).toBe(false);
    expect(verdict.stacks).toEqual({ prod: { allowed: false } });
    const violation = verdict.findings.find(({ rule }) => rule === "acme/violation");
    expect(violation?.address).toBe("aws_eks_node_group.workers-a");
  });

  it("may be one entrypoint for the whole package", async () => {
    const verdict = await judged(await readUserBundle(fixture("whole.tar.gz")));
    expect(own(verdict)).toHaveLength(4);
  });

  it("read the bundle's own data, and leave out what it excepts", async () => {
    const bundle = await readUserBundle(fixture("acme.tar.gz"));
    const verdict = await judged({ ...bundle, data: { exempt: true } });
    expect(own(verdict).join()).not.toContain("deny_naming");
  });

  it("can be waived like ours", async () => {
    const waiver = {
      rule: "acme/deny",
      scope: {},
      owner: "platform",
      reason: "trial",
      expires: "2026-12-31",
    };
    const verdict = await judged(await readUserBundle(fixture("acme.tar.gz")), { waivers: [waiver] });
    expect(verdict.findings.find(({ rule }) => rule === "acme/deny")?.waiver).toEqual(waiver);
  });

  it("are known to waivers also when they find nothing", async () => {
    const terms = { scope: {}, owner: "platform", reason: "trial", expires: "2026-12-31" };
    const waivers = [
      { ...terms, rule: "acme/exception" },
      { ...terms, rule: "acme/deny_nothing" },
    ];
    const verdict = await judged(await readUserBundle(fixture("acme.tar.gz")), { waivers });
    const told = verdict.findings.filter(({ rule }) => rule.startsWith("FW-GATE-"));
    expect(told.map(({ rule, message }) => `${rule} ${message.split(" ").at(-1)}`)).toEqual([
      "FW-GATE-003 id",
      "FW-GATE-004 finding",
    ]);
  });

  it("have the built-in functions that WebAssembly leaves to its host, as opa has them", async () => {
    const verdict = await judged(await readUserBundle(fixture("builtins.tar.gz")));
    expect(own(verdict)).toEqual(["warn builtins/warn: 41 checks"]);
  });

  it("see the instant of judging as the present", async () => {
    const verdict = await judged(await readUserBundle(fixture("clock.tar.gz")));
    expect(own(verdict)).toEqual(["deny clock/deny: judged at 2026-03-01T12:00:00Z"]);
  });

  it.each([
    ["network", "FW-GATE-007", "it needs built-in functions that are not available: http.send"],
    [
      "pattern",
      "FW-GATE-001",
      "regex.replace: the regular expression (?U)a uses (?U), which is not available here",
    ],
    ["conflict", "FW-GATE-001", "main/deny of the policy bundle conflict gave no answer"],
    ["memory", "FW-GATE-007", "gave no answer"],
    ["other", "FW-GATE-007", "it has no entrypoint that the gate knows"],
  ])("deny when they fail: %s", async (name, rule, reason) => {
    const verdict = await judged(await readUserBundle(fixture(`${name}.tar.gz`)), {
      userBundleTimeoutSeconds: 5,
    });
    expect(verdict.allowed).toBe(false);
    expect(verdict.findings[0]).toMatchObject({
      rule,
      message: expect.stringContaining(reason),
    });
  });

  it("are ended when they loop, and deny", async () => {
    const verdict = await judged(await readUserBundle(fixture("loop.tar.gz")), {
      userBundleTimeoutSeconds: 1,
    });
    expect(verdict.findings[0]).toMatchObject({
      rule: "FW-GATE-007",
      message: expect.stringContaining("did not end within 1 seconds"),
    });
  });

  it("deny when they are no WebAssembly after all", async () => {
    const wasm = Buffer.from([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0xff]);
    const verdict = await judged({ name: "broken", wasm, data: {}, digest: "sha256:0" });
    expect(verdict.allowed).toBe(false);
    expect(verdict.findings[0]?.rule).toBe("FW-GATE-007");
  });

  it.each(["sources/acme.rego", "sources", "missing.tar.gz"])("are not read from %s", async (name) => {
    await expect(readUserBundle(fixture(name))).rejects.toThrow(FleetwrightError);
  });
});
