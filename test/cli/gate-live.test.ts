import { cpSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { runCommand } from "../_helpers/cli-run.js";
import { type DemoWorld, openDemoWorld } from "../_helpers/demo-world.js";
import { deployWorkload, limitDisruptions } from "../_helpers/kubernetes-objects.js";

interface Judged {
  readonly allowed: boolean;
  readonly findings: readonly {
    readonly rule: string;
    readonly message: string;
    readonly location?: { readonly file: string };
  }[];
  readonly notDecided: readonly { readonly rule: string; readonly reason: string }[];
}

describe("the gate and what is live", () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await openDemoWorld();
    await post("health", {
      account: "444455556666",
      region: "eu-central-1",
      cluster: "prod-eu-1",
      nodegroup: "prod-eu-1-0-on-demand",
      issues: [{ code: "AccessDenied", message: "the node role has lost a policy" }],
    });
    await runCommand(["plan", "-fleet", "fleet", "-cluster", "prod-eu-1", "-out", "fleet.plan"]);
    writeFileSync("terraform.json", (await runCommand(["show", "-json", "fleet.plan"])).stdout);
  });

  afterAll(() => world.close());

  async function post(what: string, body: object): Promise<void> {
    const answer = await fetch(`${world.sandbox.url}/_sandbox/${what}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }

  async function judged(...argv: readonly string[]): Promise<Judged> {
    const run = await runCommand(["gate", "-format", "json", ...argv]);
    expect(run.stderr).toBe("");
    const verdict = JSON.parse(run.stdout);
    expect(run.code).toBe(verdict.allowed ? 0 : 3);
    return verdict;
  }

  const open = ({ notDecided }: Judged) => notDecided.map(({ rule }) => rule);

  it("denies a change to a group that is not healthy, in plan, with what EKS says of it", async () => {
    const run = await runCommand(["plan", "-fleet", "fleet", "-cluster", "prod-eu-1"]);
    expect(run.code).toBe(3);
    expect(run.stdout).toContain("is DEGRADED; AccessDenied: the node role has lost a policy");
  });

  it("comes to the same verdict on the saved plan: the fleet and the live facts are known from it", async () => {
    const verdict = await judged("-plan", "fleet.plan");
    const finding = verdict.findings.find(({ rule }) => rule === "FW-HEALTH-001");
    expect(finding).toMatchObject({
      message: expect.stringContaining("the node role has lost a policy"),
      location: { file: "fleet/production-eu.yaml" },
    });
    expect(open(verdict)).toEqual(["FW-HEALTH-003"]);
  });

  it("asks AWS again on demand, and then sees that the group has recovered", async () => {
    const place = { account: "444455556666", region: "eu-central-1", cluster: "prod-eu-1" };
    await post("health", { ...place, nodegroup: "prod-eu-1-0-on-demand", issues: [] });
    expect((await judged("-plan", "fleet.plan")).allowed).toBe(false);
    const verdict = await judged("-plan", "fleet.plan", "-live");
    expect(verdict.findings.map(({ rule }) => rule)).not.toContain("FW-HEALTH-001");
    expect(verdict.allowed).toBe(true);
  });

  it("says of a Terraform plan what it cannot decide, and decides it with -live", async () => {
    const without = await judged("-terraform-plan", "terraform.json");
    expect(open(without)).toEqual(expect.arrayContaining(["FW-CAPACITY-001", "FW-LIMIT-001"]));
    const live = await judged("-terraform-plan", "terraform.json", "-live");
    expect(open(live)).toEqual(["FW-HEALTH-003"]);
  });

  it("asks the cluster's Kubernetes API when told to, and names the pods that a budget holds", async () => {
    await deployWorkload(world.sandbox, "prod-eu-1", { namespace: "shop", name: "cart", replicas: 2 });
    const budget = { namespace: "shop", name: "cart", app: "cart", minAvailable: 2 };
    await limitDisruptions(world.sandbox, "prod-eu-1", budget);
    const verdict = await judged("-plan", "fleet.plan", "-live", "-kubernetes");
    expect(open(verdict)).toEqual([]);
    const [finding] = verdict.findings.filter(({ rule }) => rule === "FW-HEALTH-003");
    expect(finding?.message).toMatch(/shop\/cart \(holds cart-\S+/);
  });

  it("knows the support calendar of versions that came after this program", async () => {
    const facts = {
      kubernetesVersions: {
        "1.36": { standardSupportEnds: "2027-08-02", extendedSupportEnds: "2028-08-02" },
      },
    };
    writeFileSync("calendar.json", JSON.stringify(facts));
    const plan = readFileSync("terraform.json", "utf8").replaceAll('"version":"1.35"', '"version":"1.36"');
    writeFileSync("newer.json", plan);
    expect(open(await judged("-terraform-plan", "newer.json"))).toContain("FW-SUPPORT-001");
    const known = await judged("-terraform-plan", "newer.json", "-live-facts", "calendar.json");
    expect(open(known)).not.toContain("FW-SUPPORT-001");
  });

  it("takes what a program of the user's own has found out, and refuses what is no such document", async () => {
    const budget = { namespace: "shop", name: "cart", why: "no-disruption-allowed", pods: ["cart-0"] };
    const facts = {
      clusters: {
        "eu-central-1/prod-eu-1": {
          disruptionBudgets: [{ namespace: "shop", name: "cart", disruptionsAllowed: 0 }],
          nodeGroups: { "prod-eu-1-1-on-demand": { blockingBudgets: [budget] } },
        },
      },
    };
    writeFileSync("facts.json", JSON.stringify(facts));
    const verdict = await judged("-plan", "fleet.plan", "-live-facts", "facts.json");
    expect(verdict.findings.find(({ rule }) => rule === "FW-HEALTH-003")?.message).toContain(
      "shop/cart (holds cart-0)",
    );
    writeFileSync("facts.json", '{"clusters": {"prod": {"disruptionBudget": []}}}');
    const refused = await runCommand(["gate", "-plan", "fleet.plan", "-live-facts", "facts.json"]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("disruptionBudget") });
  });

  it("keeps the profile that the plan was judged by", async () => {
    const argv = ["plan", "-fleet", "fleet", "-cluster", "prod-us-1", "-profile", "aws-current"];
    await runCommand([...argv, "-out", "current.plan"]);
    const saved = JSON.parse(readFileSync("current.plan", "utf8")).bound_verdict.verdict;
    const { parametersDigest } = JSON.parse(
      (await runCommand(["gate", "-plan", "current.plan", "-format=json"])).stdout,
    );
    expect(parametersDigest).toBe(saved.parametersDigest);
  });

  it("gives no verdict without the fleet file, whose waivers and parameters decide, unless it is named", async () => {
    renameSync("fleet", "moved");
    const gone = await runCommand(["gate", "-plan", "fleet.plan"]);
    expect(gone).toMatchObject({ code: 1, stderr: expect.stringContaining("GATE_FLEET_GONE") });
    expect((await judged("-plan", "fleet.plan", "-fleet", "moved")).allowed).toBe(false);
    renameSync("moved", "fleet");
    expect(existsSync("fleet")).toBe(true);
  });

  it("refuses a plan file that was altered", async () => {
    cpSync("fleet.plan", "altered.plan");
    const text = readFileSync("altered.plan", "utf8");
    writeFileSync("altered.plan", text.replace("AccessDenied", "AccessGiven!"));
    const run = await runCommand(["gate", "-plan", "altered.plan"]);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining("PLAN_FILE_ALTERED") });
  });
});
