import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { policyPages } from "../../modules/policy/documentation/policy-pages.js";
import { factsSchema } from "../../modules/policy/facts/facts-schema.js";
import { listRules, policiesDirectory } from "../../modules/policy/index.js";
import {
  factsJsonSchema,
  liveFactsJsonSchema,
  parametersJsonSchema,
} from "../../modules/policy/published-schemas.js";

const policies = policiesDirectory();
const read = (name: string): string => readFileSync(join(policies, name), "utf8");
const manifest = z
  .object({ entrypoint: z.string(), files: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read("bundle/manifest.json")));

describe("the committed policy bundle", () => {
  it("was compiled from the rules as they are (else: npm run policies)", () => {
    const sources = ["lib", "rules", "main"].flatMap((folder) =>
      readdirSync(join(policies, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".rego") && !name.endsWith("_test.rego"))
        .map((name) => `${folder}/${name}`),
    );
    const files = [...sources, "bundle/policy.wasm", "bundle/rules.json"].sort();
    const digests = files.map((name) => [
      name,
      `sha256:${createHash("sha256")
        .update(readFileSync(join(policies, name)))
        .digest("hex")}`,
    ]);
    expect(Object.fromEntries(digests)).toEqual(manifest.files);
  });

  it("publishes the schemas of facts, live facts and parameters as they are", () => {
    expect(JSON.parse(read("schema/facts.json"))).toEqual(factsJsonSchema());
    expect(JSON.parse(read("schema/parameters.json"))).toEqual(parametersJsonSchema());
    expect(JSON.parse(read("schema/live-facts.json"))).toEqual(liveFactsJsonSchema());
  });

  it("says of every rule what it is, why, and what to do, under an id of its own", async () => {
    const rules = await listRules();
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    const folders = rules.flatMap(({ folder }) => (folder === null ? [] : [folder]));
    expect(folders.sort()).toEqual(readdirSync(join(policies, "rules")).sort());
  });

  it("is described in docs/policies as it is (else: npm run policies)", async () => {
    const pages = await policyPages();
    const folder = join(policies, "../docs/policies");
    expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
    for (const [name, page] of pages) expect(readFileSync(join(folder, name), "utf8")).toBe(page);
  });

  it("shows rules no fact that could be null", () => {
    const text = JSON.stringify(z.toJSONSchema(factsSchema));
    expect(text).not.toContain('"null"');
  });
});
