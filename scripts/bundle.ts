/**
 * Bundles the programs for Node into `dist/cli`, or into the folder that is named: one entry each, the rest in chunks that are loaded when a
 * command needs them. Starting from hundreds of files takes longer than most commands do. `npm run build` runs
 * this after the compiler.
 */
import { readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Plugin } from "esbuild";
import peggy from "peggy";
import { GRAMMAR, START_RULES } from "../modules/configuration/syntax/grammar.js";
import { KEPT_APART } from "./kept-apart.js";

const root = join(__dirname, "..");
const outdir = resolve(process.argv[2] ?? join(root, "dist", "cli"));

/** The parser of expressions is generated here, so that no command has to do it. */
const generatedParser: Plugin = {
  name: "generated-parser",
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]syntax[\\/]generate-parser\.ts$/ }, () => {
      const source = peggy.generate(GRAMMAR, {
        allowedStartRules: [...START_RULES],
        output: "source",
        format: "bare",
      });
      return {
        contents: `const parser = ${source};\nexport const generateParser = async () => () => parser;\n`,
      };
    });
  },
};

/** The CommonJS form that yaml has for Node gives no names to who imports it when it is needed. */
const yamlAsModule: Plugin = {
  name: "yaml-as-module",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^yaml$/ }, () => ({ path: join(root, "node_modules/yaml/browser/index.js") }));
  },
};

/** What CommonJS offers and modules do not, for packages and for our own look-up of files. */
const BANNER = `import { createRequire as createRequireHere } from "node:module";
import { dirname as directoryOf } from "node:path";
import { fileURLToPath as pathOf } from "node:url";
const require = createRequireHere(import.meta.url), __filename = pathOf(import.meta.url), __dirname = directoryOf(__filename);`;

async function bundle(): Promise<void> {
  const { devDependencies }: { devDependencies: object } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: {
      fleetwright: join(root, "modules/cli/bin.ts"),
      "fleetwright-terraform": join(root, "modules/cli/terraform-bin.ts"),
    },
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
    minify: true,
    keepNames: true,
    banner: { js: BANNER },
    external: [...KEPT_APART, ...Object.keys(devDependencies)],
    plugins: [generatedParser, yamlAsModule],
    legalComments: "none",
    logLevel: "warning",
  });
}

void bundle();
