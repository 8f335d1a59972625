import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { FleetwrightError } from "../../modules/diagnostics/index.js";
import { loadFleet } from "../../modules/fleet/index.js";
import { fleetFiles, removeFleetFiles } from "../_helpers/fleet-files.js";

afterAll(removeFleetFiles);

const example = ["fleet.yaml", "production-eu.yaml"].map((file) =>
  readFileSync(path.join(__dirname, "../../examples/fleet", file), "utf8"),
);
const template = readFileSync(path.join(__dirname, "../../examples/fleet/user-data/golden.sh.tftpl"), "utf8");
const text = example.join("---\n").replace("user-data/golden.sh.tftpl", "golden.sh.tftpl");

/** Small things that happen to a file: characters lost, doubled, replaced, lines moved. */
const edit = fc.record({
  at: fc.nat(text.length),
  length: fc.nat(12),
  put: fc.oneof(
    fc.constantFrom(
      "",
      ":",
      "- ",
      "[",
      "]",
      "{",
      "}",
      '"',
      "'",
      "\n",
      "\t",
      "&a ",
      "*a",
      "<<: ",
      "null",
      "0",
      "!!x ",
      "---\n",
    ),
    fc.string({ unit: "binary", maxLength: 4 }),
  ),
});

test("whatever a file holds, the answer is a fleet or errors with their places", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
      let broken = text;
      for (const { at, length, put } of edits) broken = broken.slice(0, at) + put + broken.slice(at + length);
      const workingDirectory = fleetFiles({ "fleet.yaml": broken, "golden.sh.tftpl": template });
      try {
        await loadFleet(["fleet.yaml"], { workingDirectory });
      } catch (error) {
        if (!FleetwrightError.is(error)) throw error;
        for (const { location, detail } of error.diagnostics) {
          expect(location).toMatchObject({ file: "fleet.yaml" });
          expect(location?.line).toBeGreaterThan(0);
          expect(location?.column).toBeGreaterThan(0);
          expect(detail).toBeTruthy();
        }
      }
    }),
    { numRuns: 300 },
  );
});
