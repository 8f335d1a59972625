import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import canonicalize from "canonicalize";
import { bundledProgram } from "../_helpers/bundled-program.js";
import { type OneGroupFleet, openOneGroupFleet } from "../_helpers/one-group-fleet.js";
import { runProgram } from "../_helpers/terraform-stand-in.js";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Members = { [name: string]: Json };

const root = join(__dirname, "..", "..");
const DEPLOY = ["deploy", "-auto-approve"];

/** What somebody with an editor, and with the code that computes the digests, can do to a plan before its deploy. */
describe("a saved plan that was tampered with", () => {
  let fleet: OneGroupFleet;
  let allowed = "";
  let denied = "";
  beforeAll(async () => {
    fleet = await openOneGroupFleet();
    fleet.configure();
    expect((await fleet.run(DEPLOY)).code).toBe(0);
    fleet.configure({ max: { blue: 9 } });
    expect((await fleet.run(["plan", "-out", "denied.plan"])).code).toBe(3);
    denied = readFileSync("denied.plan", "utf8");
    fleet.configure({ max: { blue: 4 } });
    expect((await fleet.run(["plan", "-out", "allowed.plan"])).code).toBe(0);
    allowed = readFileSync("allowed.plan", "utf8");
  });
  afterAll(() => fleet?.close());

  /** Deploys a text as a plan; whatever comes of it, nothing may have been changed. */
  const deploy = async (text: string | Buffer, argv: readonly string[] = [], now?: Date) => {
    const effects = fleet.effects();
    writeFileSync("tampered.plan", text);
    const run = await fleet.run(["deploy", "tampered.plan", ...argv], now === undefined ? {} : { now });
    expect(fleet.effects()).toBe(effects);
    return run;
  };
  const refusal = async (text: string, argv: readonly string[] = [], now?: Date) => {
    const { code, stderr, stdout } = await deploy(text, argv, now);
    return `${code} ${stderr}${stdout}`;
  };

  it("is refused at any byte that was changed, at any byte", async () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed % below;
    };
    const bytes = Buffer.from(allowed);
    const places = [0, bytes.length - 1, ...Array.from({ length: 120 }, () => random(bytes.length))];
    for (const place of places) {
      const changed = Buffer.from(bytes);
      changed[place] = 32 + (((bytes[place] ?? 0) + 1 + random(94)) % 95);
      if (changed.equals(bytes)) continue;
      const { code, stderr } = await deploy(changed);
      expect(`${place}: ${code} ${stderr}`).toMatch(/^\d+: 1 [\s\S]*PLAN_FILE_(ALTERED|INVALID)/);
    }
  });

  it("is refused with more or less space in it, or cut off anywhere", async () => {
    const pretty = JSON.stringify(JSON.parse(allowed), null, 2);
    const cut = [0, 1, 100, 5000, allowed.length - 2].map((length) => allowed.slice(0, length));
    for (const text of [pretty, `${allowed} `, ` ${allowed}`, ...cut]) {
      expect(await refusal(text)).toMatch(/^1 [\s\S]*PLAN_FILE_(ALTERED|INVALID)/);
    }
  });

  it.each([
    ["what it would change", /"max_size":4/, '"max_size":5'],
    ["the verdict", /"allowed":true/, '"allowed":null'],
    ["a fingerprint", /("fingerprints":\{"[^"]+":"sha256:)./, "$1x"],
    ["the state's serial", /"serial":\d+/, '"serial":999'],
    ["the state's lineage", /"lineage":"./, '"lineage":"x'],
    ["the rules' digest", /"bundleDigest":"sha256:./, '"bundleDigest":"sha256:x'],
    ["the parameters' digest", /"parametersDigest":"sha256:./, '"parametersDigest":"sha256:x'],
    ["the workspace", /"workspace":"default"/, '"workspace":"other"'],
  ])("is refused when %s was edited", async (_, found, put) => {
    const edited = allowed.replace(found, put);
    expect(edited).not.toBe(allowed);
    expect(await refusal(edited)).toMatch(/^1 [\s\S]*PLAN_FILE_ALTERED/);
  });

  describe("by somebody who computes the digests anew", () => {
    /** The directory as it was when a plan was made for this size. */
    const asPlannedFor = async (size: number) => {
      fleet.configure({ max: { blue: size } });
      expect((await fleet.run(["synth"])).code).toBe(0);
    };
    it("is judged again when its verdict was turned", async () => {
      await asPlannedFor(9);
      const turned = edited(denied, (file) => {
        const verdict = members(members(file.bound_verdict).verdict);
        verdict.allowed = true;
        verdict.findings = [];
        verdict.stacks = { blue: { allowed: true, findings: [] } };
      });
      expect(await refusal(turned)).toMatch(DENIED);
    });

    it("is judged again when it was given the verdict of another plan", async () => {
      await asPlannedFor(9);
      const other = JSON.parse(allowed).bound_verdict;
      const swapped = edited(denied, (file) => {
        file.bound_verdict = other;
      });
      expect(await refusal(swapped)).toMatch(DENIED);
    });

    it("is judged by its fleet's parameters when it was made to forget its fleet", async () => {
      await asPlannedFor(9);
      const forgetful = edited(denied, (file) => {
        members(file.source).fleet = [];
      });
      expect(await refusal(forgetful)).toMatch(DENIED);
    });

    it("is refused when a stack was given another name, by which other waivers would hold", async () => {
      await asPlannedFor(4);
      const text = allowed
        .replaceAll('"blue":{', '"green":{')
        .replaceAll('"stack":"blue"', '"stack":"green"');
      expect(await refusal(redigested(text))).toMatch(/^1 [\s\S]*PLAN_FILE_OTHER_STACK/);
    });

    it("is refused when it was given another fleet, or asks for other limits", async () => {
      await asPlannedFor(9);
      writeFileSync(
        "lax.yaml",
        readFileSync("fleet.yaml", "utf8").replace("maxNodesPerGroup: 5", "maxNodesPerGroup: 50"),
      );
      const other = edited(denied, (file) => {
        members(file.source).fleet = [join(process.cwd(), "lax.yaml")];
      });
      expect(await refusal(other)).toMatch(/^1 [\s\S]*PLAN_FILE_OTHER_FLEET/);
      await asPlannedFor(4);
      const lax = edited(allowed, (file) => {
        members(file.source).profile = "aws-current";
        members(members(file.bound_verdict).verdict).parametersDigest = "sha256:of-another-profile";
      });
      expect(await refusal(lax)).toMatch(/^4 [\s\S]*PLAN_STALE_VERDICT/);
    });

    it.each([
      ["what it would change", (text: string) => text.replaceAll('"max_size":4', '"max_size":5')],
      ["the state's serial", (text: string) => text.replace(/"serial":\d+/, '"serial":999')],
      ["the state's lineage", (text: string) => text.replace(/"lineage":"./, '"lineage":"x')],
      ["its configuration", (text: string) => text.replaceAll('"constant_value":4', '"constant_value":5')],
      ["its mode", (text: string) => text.replace('"mode":"normal"', '"mode":"destroy"')],
      ["its state file", (text: string) => text.replace('"state":null', '"state":"/nowhere.tfstate"')],
    ])("is stale when %s was edited", async (_, edit) => {
      await asPlannedFor(4);
      const text = redigested(edit(allowed));
      expect(JSON.parse(text).stacks).not.toEqual({});
      expect(text).not.toBe(redigested(allowed));
      expect(await refusal(text)).toMatch(/^4 [\s\S]*STALE/);
    });
  });

  it("is refused once parameters or waivers are no longer those of its verdict", async () => {
    const text = readFileSync("fleet.yaml", "utf8");
    for (const [more, expected] of [
      [{ maxNodesPerGroup: 3 }, DENIED],
      [{ maxNodesPerGroup: 6 }, /^4 [\s\S]*PLAN_STALE_VERDICT[\s\S]*Parameters, waivers or policy bundles/],
      [
        { policy: [WAIVER("2099-01-01")] },
        /^4 [\s\S]*PLAN_STALE_VERDICT[\s\S]*Parameters, waivers or policy/,
      ],
    ] as const) {
      fleet.configure({ max: { blue: 4 }, ...more });
      expect(await refusal(allowed)).toMatch(expected);
    }
    writeFileSync("fleet.yaml", text);
  });

  it("is denied once the waiver that it needs is gone, or has expired", async () => {
    fleet.configure({ max: { blue: 9 }, policy: [WAIVER("2026-12-01")] });
    const now = new Date("2026-11-20T12:00:00Z");
    const planned = await fleet.run(["plan", "-out", "waived.plan"], { now });
    expect(`${planned.code} ${planned.stdout}`).toMatch(/^0 [\s\S]*waived/i);
    const waived = readFileSync("waived.plan", "utf8");
    expect(await refusal(waived, [], new Date("2026-12-05T12:00:00Z"))).toMatch(DENIED);
    fleet.configure({ max: { blue: 9 } });
    expect(await refusal(waived, [], now)).toMatch(DENIED);
  });

  it("is refused once the shipped rules are no longer those of its verdict", async () => {
    // A copy of the program with rules of its own, as an installation that was upgraded or meddled with.
    mkdirSync("program");
    cpSync(await bundledProgram("modules/cli/bin.ts"), "program/bin.cjs");
    cpSync(join(root, "policies"), "program/policies", { recursive: true });
    cpSync(join(root, "package.json"), "program/package.json");
    symlinkSync(join(root, "node_modules"), "program/node_modules");
    const program = (argv: readonly string[]) =>
      runProgram(process.execPath, ["program/bin.cjs", ...argv], { cwd: process.cwd(), env: process.env });
    fleet.configure({ max: { blue: 4 } });
    await fleet.run(["synth"]);
    const effects = fleet.effects();
    const planned = ["plan", "-configuration", join("cdktf.out", "stacks", "blue"), "-out", "program.plan"];
    expect(await program(planned)).toMatchObject({ code: 0 });
    const wasm = "program/policies/bundle/policy.wasm";
    const rules = readFileSync(wasm);
    // A custom section without a meaning: valid WebAssembly with the same rules, yet not the same bundle.
    writeFileSync(wasm, Buffer.concat([rules, Buffer.from([0, 2, 1, 0x78])]));
    const stale = await program(["deploy", "program.plan"]);
    expect(`${stale.code} ${stale.stderr}`).toMatch(/^4 [\s\S]*PLAN_STALE_VERDICT[\s\S]*rules have changed/);
    writeFileSync(wasm, rules.subarray(0, rules.length - 1000));
    expect((await program(["deploy", "program.plan"])).code).toBe(3);
    expect(fleet.effects()).toBe(effects);
  });

  it("is deployed when nobody has touched it, and then never again", async () => {
    fleet.configure({ max: { blue: 4 } });
    await fleet.run(["synth"]);
    expect(await fleet.run(["deploy", "allowed.plan"])).toMatchObject({ code: 0 });
    expect([...fleet.sandbox.world.tables.nodegroups.values()].map(({ scaling }) => scaling.maxSize)).toEqual(
      [4],
    );
    expect(await refusal(allowed)).toMatch(/^4 [\s\S]*PLAN_STALE_APPLIED/);
    // Without the record of that deploy, the state tells as well.
    rmSync(".fleetwright", { recursive: true });
    expect(await refusal(allowed)).toMatch(/^4 [\s\S]*PLAN_STALE/);
  });
});

/** The rule's finding, and that nothing was done, with exit code 3. */
const DENIED = /^3 [\s\S]*Nothing was deployed: the policies deny this plan[\s\S]*DENY +FW-LIMIT-002/;

const WAIVER = (expires: string) =>
  `waivers: [{ rule: FW-LIMIT-002, scope: { cluster: "blue" }, owner: a@example.com, reason: "for the test", expires: "${expires}" }]`;

function members(value: Json | undefined): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("no object");
  return value;
}

/** A plan file with members changed, and with every digest in it computed anew. */
function edited(text: string, edit: (file: Members) => void): string {
  const file = members(JSON.parse(text));
  edit(file);
  return redigested(JSON.stringify(file));
}

function redigested(text: string): string {
  const file = members(JSON.parse(text));
  const bound = members(file.bound_verdict);
  bound.planDigest = digestOf({ stacks: file.stacks ?? null });
  const { digest: _, ...rest } = bound;
  bound.digest = digestOf(rest);
  const { digest: __, ...content } = file;
  const digest = `sha256:${createHash("sha256").update(JSON.stringify(content)).digest("hex")}`;
  return `${JSON.stringify({ digest, ...content })}\n`;
}

function digestOf(value: object): string {
  return `sha256:${createHash("sha256")
    .update(canonicalize(value) ?? "")
    .digest("hex")}`;
}
