/** Writes what is generated from the fleet file's schema: `npm run docs:fleet`. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fleetJsonSchema, renderFleetReference } from "../modules/fleet/index.js";

const docs = path.join(__dirname, "../docs");
const begin = "<!-- generated from the schema by `npm run docs:fleet`: do not edit below -->\n";
const end = "<!-- end of what is generated -->";

async function main(): Promise<void> {
  const page = path.join(docs, "fleet-file.md");
  const text = readFileSync(page, "utf8");
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from === -1 || to === -1) throw new Error(`${page} lacks the marks of the generated part`);
  const reference = await renderFleetReference();
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n${reference}\n${text.slice(to)}`);
  const schema = `${JSON.stringify(await fleetJsonSchema(), null, 2)}\n`;
  writeFileSync(path.join(docs, "fleet.schema.json"), schema);
}

void main();
