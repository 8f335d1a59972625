import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfiguration } from "../../modules/configuration/index.js";
import type { StackPlan, TerraformPlan } from "../../modules/plan/index.js";
import { type PlanOptions, planStack, type ReadResult } from "../../modules/planner/index.js";
import { providerRegistry } from "../../modules/provider/index.js";
import { emptyState, parseState, type TerraformState } from "../../modules/state/index.js";
import type { ObjectValue } from "../../modules/values/index.js";

const FIXTURES = join(__dirname, "../fixtures/planner");
const RECORDINGS = join(FIXTURES, "recordings");

describe("plans of synthesized stacks are Terraform's own, field by field", () => {
  for (const name of readdirSync(RECORDINGS).sort()) {
    test(name, async () => {
      const directory = join(RECORDINGS, name);
      const recorded = readPlan(join(directory, "plan.json"));
      const stateFile = join(directory, "state-before.json");
      const state = existsSync(stateFile)
        ? await parseState(readFileSync(stateFile, "utf8"), stateFile)
        : emptyState();
      const plan = await replay(directory, state, recorded, {
        mode: name.includes("destroy") ? "destroy" : "normal",
        refresh: true,
      });
      expect(comparable(plan)).toEqual(comparable(recorded));
      expect(Object.keys(plan).filter((key) => key !== "fleetwright")).toEqual(Object.keys(recorded));
    });
  }
});

test("61 node group verdicts are Terraform's own: actions, reasons, paths, values, unknowns", async () => {
  const directory = join(FIXTURES, "verdicts");
  const recorded = readPlan(join(directory, "plan.json"));
  const stateFile = join(directory, "state.json");
  const state = await parseState(readFileSync(stateFile, "utf8"), stateFile);
  const plan = await replay(directory, state, recorded, { mode: "normal", refresh: true });
  expect(plan.resource_changes).toHaveLength(61);
  expect(comparable(plan)).toEqual(comparable(recorded));
});

/** Plans with what the recording's own prior state says of everything that is to be read. */
async function replay(
  directory: string,
  state: TerraformState,
  recorded: TerraformPlan,
  how: Pick<PlanOptions, "mode" | "refresh">,
): Promise<StackPlan> {
  const configuration = await loadConfiguration(directory);
  const live = new Map(
    (recorded.prior_state?.values?.root_module.resources ?? []).map((resource) => [
      resource.address,
      resource.values as ObjectValue,
    ]),
  );
  const reads = new Map<string, ReadResult>();
  for (;;) {
    const answer = planStack({
      configuration,
      registry: providerRegistry(),
      state,
      reads,
      options: {
        ...how,
        stack: "recorded",
        directory: "recorded",
        targets: [],
        replace: [],
        timestamp: recorded.timestamp ?? "",
        terraformVersion: recorded.terraform_version ?? "",
      },
    });
    if (answer.kind === "planned") return JSON.parse(JSON.stringify(answer.plan)) as StackPlan;
    for (const { key, address } of answer.reads) reads.set(key, live.get(address) ?? null);
  }
}

function readPlan(file: string): TerraformPlan {
  return JSON.parse(readFileSync(file, "utf8")) as TerraformPlan;
}

/** Without what is ours, and with `relevant_attributes` in an order: Terraform lists them in none. */
function comparable(plan: TerraformPlan): object {
  const { fleetwright: _ours, relevant_attributes: relevant, ...rest } = plan as StackPlan;
  return {
    ...rest,
    relevant_attributes: relevant?.map((entry) => JSON.stringify([entry.resource, entry.attribute])).sort(),
  };
}
