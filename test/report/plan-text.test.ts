import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type RenderSchema, type RenderSchemaLookup, renderPlan } from "../../modules/report/index.js";

const fixtures = join(__dirname, "..", "fixtures", "report");
const recordings = join(fixtures, "plan-text");

describe("plan text", () => {
  it.each(readdirSync(recordings))("equals what terraform show prints: %s", (name) => {
    const plan = JSON.parse(readFileSync(join(recordings, name, "plan.json"), "utf8"));
    const expected = readFileSync(join(recordings, name, "plan.txt"), "utf8");
    expect(renderPlan(plan, { schemas: recordedSchemas(), color: false, columns: 78 })).toBe(expected);
  });
});

/** The provider's schemas as `terraform providers schema -json` gives them, reduced to types and nesting. */
function recordedSchemas(): RenderSchemaLookup {
  const schemas: { readonly [mode in "managed" | "data"]: { readonly [type: string]: RenderSchema } } =
    JSON.parse(readFileSync(join(fixtures, "provider-schemas.json"), "utf8"));
  return (mode, type) => schemas[mode][type];
}
