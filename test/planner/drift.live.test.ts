import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWith, providerBinary } from "../_helpers/live-tools.js";
import { compareDrift } from "../parity/compare-drift.js";
import { type ParityWorld, startParityWorld } from "../parity/parity-world.js";
import { type RealTerraform, startRealTerraform } from "../parity/real-terraform.js";

/** `npm run test:parity` does the same with as many cases as one likes. */
describeWith("terraform", "random live drift against the real Terraform", () => {
  let world: ParityWorld;
  let terraform: RealTerraform;
  let directory: string;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "drift-"));
    world = await startParityWorld();
    terraform = await startRealTerraform(providerBinary() ?? "");
  });
  afterAll(async () => {
    terraform.stop();
    await world.close();
    rmSync(directory, { recursive: true, force: true });
  });

  test("a few cases of a fixed seed agree in document, text and problems", async () => {
    const reported: unknown[] = [];
    const result = await compareDrift(
      world,
      terraform,
      directory,
      12,
      30001,
      (_, disagreements) => reported.push(...disagreements),
      () => {},
    );
    expect(reported).toEqual([]);
    expect(result).toMatchObject({ cases: 12, disagreeing: 0 });
  }, 240_000);
});
