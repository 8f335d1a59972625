import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { inPathOrNamed } from "../_helpers/cdktf-cli.js";

const root = path.join(__dirname, "../..");
let outdir: string;

beforeEach(() => {
  outdir = path.join(mkdtempSync(path.join(tmpdir(), "fleetwright-main-")), "cdktf.out");
});
afterEach(() => rmSync(path.dirname(outdir), { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  command: string,
  args: readonly string[],
  env: { readonly [name: string]: string },
): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd: root, env: { ...process.env, CDKTF_OUTDIR: outdir, ...env } };
    execFile(command, [...args], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}

const app = (env: { readonly [name: string]: string }) =>
  run(process.execPath, ["--import", "tsx", "main.ts"], env);

describe("main.ts", () => {
  test("synthesizes the fleet that cdktf.json names", async () => {
    expect(await app({})).toMatchObject({ code: 0, stderr: "" });
    const manifest = JSON.parse(readFileSync(path.join(outdir, "manifest.json"), "utf8"));
    expect(Object.keys(manifest.stacks)).toEqual(["prod-eu-1", "prod-us-1", "staging-eu-1"]);
  });

  test("takes the context that the CDKTF command line hands over", async () => {
    const context = JSON.stringify({ fleet: "test/fixtures/fleet/bad/empty-file" });
    const { code, stderr } = await app({ CDKTF_CONTEXT_JSON: context });
    expect(code).toBe(1);
    expect(stderr).toContain("test/fixtures/fleet/bad/empty-file/fleet.yaml:1:1");
  });

  test("shows every error of a bad fleet file without a stack trace, and writes nothing", async () => {
    const { code, stdout, stderr } = await app({
      FLEETWRIGHT_FLEET: "test/fixtures/fleet/bad/unknown-key/fleet.yaml",
    });
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain('Error: Unknown key "regoin" (FLEET_UNKNOWN_KEY)');
    expect(stderr).toContain('Error: Unknown key "maximum" (FLEET_UNKNOWN_KEY)');
    expect(stderr).not.toContain("    at ");
    expect(existsSync(outdir)).toBe(false);
  });
});

const cdktf = inPathOrNamed("cdktf", "FLEETWRIGHT_CDKTF");

describe("the CDKTF command line", () => {
  if (cdktf === undefined) {
    test.skip("skipped: cdktf not found", () => {});
    return;
  }
  test("synthesizes with main.ts as it stands", async () => {
    const env = { CHECKPOINT_DISABLE: "1", CI: "1", DISABLE_VERSION_CHECK: "1" };
    const { code, stdout } = await run(cdktf, ["synth", "--output", outdir], env);
    expect(stdout).toContain("Generated Terraform code for the stacks: prod-eu-1, prod-us-1, staging-eu-1");
    expect(code).toBe(0);
    expect(existsSync(path.join(outdir, "stacks/prod-eu-1/cdk.tf.json"))).toBe(true);
  });
});
