import { loadConfiguration } from "../../modules/configuration/index.js";
import type { StackPlan, TerraformPlan } from "../../modules/plan/index.js";
import { type PlanOptions, planStack, type ReadResult } from "../../modules/planner/index.js";
import type { TerraformState } from "../../modules/state/index.js";
import type { ObjectValue } from "../../modules/values/index.js";
import { parityRegistry } from "./terraform-data.js";

/** Our plan for the folder that Terraform has just planned; data sources read what its plan says they do. */
export async function ourPlan(
  directory: string,
  state: TerraformState,
  terraform: TerraformPlan,
  how: Pick<PlanOptions, "mode" | "refresh" | "targets" | "replace">,
): Promise<StackPlan> {
  const configuration = await loadConfiguration(directory);
  const live = new Map(
    (terraform.prior_state?.values?.root_module.resources ?? []).map((resource) => [
      resource.address,
      (resource.values ?? {}) as ObjectValue,
    ]),
  );
  const reads = new Map<string, ReadResult>();
  for (;;) {
    const answer = planStack({
      configuration,
      registry: parityRegistry(),
      state,
      reads,
      options: {
        ...how,
        stack: "parity",
        directory: "parity",
        timestamp: terraform.timestamp ?? "",
        terraformVersion: terraform.terraform_version ?? "",
      },
    });
    if (answer.kind === "planned") return answer.plan;
    for (const { key, address } of answer.reads) reads.set(key, live.get(address) ?? null);
  }
}
