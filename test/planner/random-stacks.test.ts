import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseState } from "../../modules/state/index.js";
import { comparePlans } from "../parity/compare-plans.js";
import { ourPlan } from "../parity/our-plan.js";

const RANDOM = join(__dirname, "../fixtures/planner/random");

describe("random stacks are planned as Terraform planned them when they were recorded", () => {
  for (const name of readdirSync(RANDOM).sort())
    test(name, async () => {
      const read = (file: string): string => readFileSync(join(RANDOM, name, file), "utf8");
      const state = await parseState(read("state.json"), "state.json");
      const terraform = JSON.parse(read("plan.json"));
      const plan = await ourPlan(join(RANDOM, name), state, terraform, JSON.parse(read("how.json")));
      expect(comparePlans(terraform, plan)).toEqual([]);
    });
});
