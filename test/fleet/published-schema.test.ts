import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { fleetJsonSchema, renderFleetReference } from "../../modules/fleet/index.js";

const root = path.join(__dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const published: object = JSON.parse(read("docs/fleet.schema.json"));

describe("the published schema", () => {
  test("is the one that fleet files are checked with (npm run docs:fleet)", async () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(await fleetJsonSchema())));
  });

  const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(published);

  test.each(
    ["examples/fleet", "examples/fleet-denied"].flatMap((directory) =>
      readdirSync(path.join(root, directory))
        .filter((file) => file.endsWith(".yaml"))
        .map((file) => `${directory}/${file}`),
    ),
  )("accepts %s", (file) => {
    validate(parse(read(file)));
    expect(validate.errors).toBeNull();
  });

  test.each([
    "unknown-key",
    "wrong-type",
    "missing-keys",
    "zone-without-subnet",
    "bad-waiver",
    "bad-backend",
  ])("refuses in an editor what is refused here: %s", (folder) => {
    expect(validate(parse(read(`test/fixtures/fleet/bad/${folder}/fleet.yaml`)))).toBe(false);
  });
});

test("the reference of docs/fleet-file.md is made from the schema (npm run docs:fleet)", async () => {
  expect(read("docs/fleet-file.md")).toContain(await renderFleetReference());
});

test("the example at the top of docs/fleet-file.md is a fleet that is accepted", async () => {
  const example = /```yaml\n(.*?)```/s.exec(read("docs/fleet-file.md"))?.[1] ?? "";
  const { fleetOf, removeFleetFiles } = await import("../_helpers/fleet-files.js");
  const fleet = await fleetOf(example);
  removeFleetFiles();
  expect(fleet.clusters[0]?.nodeGroups[0]?.members[0]?.name).toBe("prod-eu-1-0-spot-arm64");
});
