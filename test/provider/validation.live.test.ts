import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith } from "../_helpers/live-tools.js";
import { terraformProblems } from "./wrong-configuration-problems.js";

const recorded = join(__dirname, "../fixtures/provider/wrong-configurations.json");

describeWith("terraform", "what terraform validate says of wrong configurations", () => {
  it("is what was recorded (FLEETWRIGHT_RECORD=1 records it anew)", async () => {
    const said = await terraformProblems();
    if (process.env.FLEETWRIGHT_RECORD === "1") writeFileSync(recorded, `${JSON.stringify(said, null, 2)}\n`);
    expect(said).toEqual(JSON.parse(readFileSync(recorded, "utf8")));
  }, 120_000);
});
