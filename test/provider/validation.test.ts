import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ourProblems, type Problems } from "./wrong-configuration-problems.js";
import { wrongConfigurations } from "./wrong-configurations.js";

const recorded: Problems = JSON.parse(
  readFileSync(join(__dirname, "../fixtures/provider/wrong-configurations.json"), "utf8"),
);

describe("a wrong configuration", () => {
  let ours: Problems;
  beforeAll(async () => {
    ours = await ourProblems();
  });

  it("is recorded for every case, and every recorded problem has a place", () => {
    expect(Object.keys(recorded).sort()).toEqual(Object.keys(wrongConfigurations).sort());
  });

  test.each(Object.keys(wrongConfigurations))("%s is refused in Terraform's very words", (name) => {
    expect(ours[name]).toEqual(recorded[name]);
  });
});
