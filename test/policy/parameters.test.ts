import { FleetwrightError } from "../../modules/diagnostics/index.js";
import { type FleetContext, judge, type LocatedParameters, policyFacts } from "../../modules/policy/index.js";
import { nodeGroupChange, terraformPlan } from "../_helpers/plan-builder.js";

const line = (number: number) => ({ file: "fleet.yaml", line: number, column: 3 });
const plans = { stacks: { prod: terraformPlan({ changes: [nodeGroupChange({})] }) } };
const now = "2026-03-01T12:00:00Z";

function fleet(levels: {
  readonly profile?: string;
  readonly fleet?: LocatedParameters;
  readonly cluster?: LocatedParameters;
  readonly group?: LocatedParameters;
}): FleetContext {
  const { profile } = levels;
  return {
    name: "shop",
    policy: {
      profile: profile === undefined ? null : { value: profile, location: line(2) },
      parameters: levels.fleet ?? {},
      waivers: [],
    },
    stacks: {
      prod: {
        cluster: "prod",
        region: "eu-central-1",
        account: "111122223333",
        parameters: levels.cluster ?? {},
        nodeGroups: { workers: { parameters: levels.group ?? {} } },
        resources: { "aws_eks_node_group.workers-a": { nodeGroup: "workers", zone: "eu-central-1a" } },
      },
    },
    locate: (_stack, address) => (address === null ? line(10) : line(20)),
  };
}

const value = <T>(given: T, number = 5) => ({ value: given, location: line(number) });

async function groupLimit(context: FleetContext): Promise<number | undefined> {
  const facts = await policyFacts(plans, { now, fleet: context });
  return facts.parameter_sets[facts.clusters[0]?.groups[0]?.parameters ?? -1]?.maxSkewMinors;
}

async function problems(context: FleetContext): Promise<string[]> {
  try {
    await judge(plans, { now, fleet: context });
  } catch (error) {
    if (FleetwrightError.is(error)) {
      return error.diagnostics.map(({ code, location }) => `${code} at line ${location?.line}`);
    }
    throw error;
  }
  return [];
}

describe("parameters", () => {
  it("come from the profile launch-2019 where nothing else is said", async () => {
    expect(await groupLimit(fleet({}))).toBe(1);
    expect(await groupLimit(fleet({ profile: "aws-current" }))).toBe(3);
  });

  it("are overridden by the fleet, then the cluster, then the group", async () => {
    const levels = { fleet: { maxSkewMinors: value(2) }, cluster: { maxSkewMinors: value(4) } };
    expect(await groupLimit(fleet({ fleet: levels.fleet }))).toBe(2);
    expect(await groupLimit(fleet(levels))).toBe(4);
    expect(await groupLimit(fleet({ ...levels, group: { maxSkewMinors: value(0) } }))).toBe(0);
  });

  it("hold for a plan of another name that is about the fleet's cluster, as Terraform's are", async () => {
    const context = fleet({ cluster: { maxNodesPerGroup: value(2) } });
    const verdict = await judge({ stacks: { tfplan: plans.stacks.prod } }, { now, fleet: context });
    expect(verdict.findings).toContainEqual(
      expect.objectContaining({ rule: "FW-LIMIT-002", stack: "tfplan", location: line(20) }),
    );
  });

  it("that are wrong are all told of, each at its line", async () => {
    const context = fleet({
      profile: "aws-2031",
      fleet: { maxSkewMinor: value(2, 4) },
      cluster: { maxGroupsPerCluster: value("ten", 6) },
      group: { requiredTags: value([1], 8), __proto__x: value(1, 9) },
    });
    expect(await problems(context)).toEqual([
      "POLICY_UNKNOWN_PROFILE at line 2",
      "POLICY_UNKNOWN_PARAMETER at line 4",
      "POLICY_INVALID_PARAMETER at line 6",
      "POLICY_INVALID_PARAMETER at line 8",
      "POLICY_UNKNOWN_PARAMETER at line 9",
    ]);
  });

  it("open and close freeze windows by the instant that is passed in", async () => {
    const window = {
      name: "Black Friday",
      from: "2026-02-27T00:00:00+01:00",
      to: "2026-03-02T00:00:00+01:00",
    };
    const context = fleet({ fleet: { freezeWindows: value([window]) } });
    const rules = async (instant: string) =>
      (await judge(plans, { now: instant, fleet: context })).findings.map(({ rule }) => rule);
    expect(await rules(now)).toContain("FW-OWN-004");
    expect(await rules("2026-03-01T23:00:00Z")).not.toContain("FW-OWN-004");
  });

  it("of a fleet may hold waivers for clusters that are not judged this time, without a warning", async () => {
    const base = fleet({});
    const waiver = { rule: "FW-SKEW-001", owner: "platform", reason: "later", expires: "2026-12-31" };
    const waivers = [{ ...waiver, scope: { cluster: "prod-us-*" } }];
    const stacks = { ...base.stacks, us: { ...Object(base.stacks.prod), cluster: "prod-us-1" } };
    const rules = async (context: FleetContext) =>
      (await judge(plans, { now, fleet: context })).findings.map(({ rule }) => rule);
    const policy = { ...base.policy, waivers };
    expect(await rules({ ...base, policy, stacks })).not.toContain("FW-GATE-004");
    expect(await rules({ ...base, policy })).toContain("FW-GATE-004");
  });

  it("lead findings to their lines in the fleet file", async () => {
    const context = fleet({ fleet: { requiredTags: value(["owner"]) } });
    const { findings } = await judge(plans, { now, fleet: context });
    expect(findings.find(({ rule }) => rule === "FW-OWN-001")?.location).toEqual(line(20));
  });
});
