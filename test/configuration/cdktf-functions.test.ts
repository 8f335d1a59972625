import { readFileSync } from "node:fs";
import { join } from "node:path";
import { askFleetwright } from "./ask-fleetwright.js";
import type { Answer } from "./ask-terraform.js";
import { EXPRESSIONS } from "./expression-table.js";

const SOURCE = join(__dirname, "../fixtures/configuration/expressions");

/** The functions of Terraform that CDKTF's `Fn` writes, from its own code. */
function cdktfFunctions(): readonly string[] {
  const folder = join(require.resolve("cdktf/package.json"), "../lib");
  const code = ["functions/terraform-functions.generated.js", "terraform-functions.js"]
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
  const names = [...code.matchAll(/terraformFunction\)?\("(\w+)"/g)].map(([, name = ""]) => name);
  return [...new Set(names)].sort();
}

describe("the functions that CDKTF's Fn writes", () => {
  /** Far too many arguments: a function that is known complains about them, by its name. */
  const tooMany = Array.from({ length: 12 }, () => "{}").join(", ");
  const answers = new Map<string, Answer>();
  beforeAll(async () => {
    const names = cdktfFunctions();
    const given = await askFleetwright(
      SOURCE,
      names.map((name) => `${name}(${tooMany})`),
    );
    for (const [index, answer] of given.entries()) answers.set(names[index] ?? "", answer);
  });

  it("are those of its code", () => {
    expect(cdktfFunctions().length).toBeGreaterThan(100);
    expect(cdktfFunctions()).toEqual(
      expect.arrayContaining(["templatefile", "lookup", "bcrypt", "cidrsubnets"]),
    );
  });

  it.each(cdktfFunctions())("%s is evaluated, or refused by its name", (name) => {
    const answer = answers.get(name);
    if (answer?.kind !== "error") return;
    expect(answer.summary).not.toMatch(/unknown function/i);
  });

  it("stand each in the table that is compared with Terraform's answers", () => {
    const table = EXPRESSIONS.join("\n");
    expect(cdktfFunctions().filter((name) => !new RegExp(`\\b${name}\\(`).test(table))).toEqual([]);
  });

  it("are refused only where the bytes could but be guessed", () => {
    const refused = [...answers].filter(
      ([, answer]) => answer.kind === "error" && answer.summary === "Function not supported",
    );
    expect(refused.map(([name]) => name)).toEqual(["base64gzip"]);
  });
});
