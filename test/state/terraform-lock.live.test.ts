import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emptyState, openStateBackend } from "../../modules/state/index.js";
import { describeWith } from "../_helpers/live-tools.js";

const REQUEST = { operation: "OperationTypeApply" };

let nativePackage = true;
jest.mock("fs-native-extensions", () => {
  if (nativePackage) return jest.requireActual("fs-native-extensions");
  throw new Error("there is nothing for this platform");
});

describeWith("terraform", "the lock of a local state and real terraform", () => {
  let folder: string;
  const open = () => openStateBackend({ backend: undefined, stackDirectory: folder });

  beforeEach(() => {
    nativePackage = true;
    jest.resetModules();
    folder = mkdtempSync(join(tmpdir(), "fleetwright-lock-"));
    // A resource that needs no provider beyond Terraform itself.
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ resource: { terraform_data: { a: {} } } }));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const terraform = (args: readonly string[]) => {
    const child = spawn("terraform", [...args, "-no-color"], {
      cwd: folder,
      env: { ...process.env, CHECKPOINT_DISABLE: "1" },
    });
    let output = "";
    let look = () => {};
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data) => {
        output += String(data);
        look();
      });
    }
    const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
      child.once("close", (code) => resolve({ code, output })),
    );
    const says = (text: string) =>
      new Promise<void>((resolve) => {
        look = () => {
          if (output.includes(text)) resolve();
        };
        look();
      });
    return { child, ended, says };
  };

  describe.each([
    { way: "the native package", native: true },
    { way: "a Python process", native: false },
  ])("held by $way", ({ native }) => {
    beforeEach(() => {
      nativePackage = native;
    });

    it("is respected by terraform, also after the state was replaced, and is ours to wait for", async () => {
      expect((await terraform(["init"]).ended).code).toBe(0);
      const backend = open();
      const lock = await backend.lock(REQUEST);
      const refused = await terraform(["apply", "-auto-approve"]).ended;
      expect(refused.code).toBe(1);
      expect(refused.output).toContain("Error acquiring the state lock");
      expect(refused.output).toContain(lock.info.ID);
      await backend.write({ ...emptyState(), serial: 1 });
      const again = await terraform(["plan"]).ended;
      expect(again.output).toContain("Error acquiring the state lock");
      await lock.release();

      const apply = terraform(["apply"]);
      await apply.says("Enter a value:");
      await expect(open().lock(REQUEST)).rejects.toMatchObject({
        diagnostics: [{ code: "STATE_LOCKED", detail: expect.stringContaining("OperationTypeApply") }],
      });
      apply.child.stdin.end("yes\n");
      expect((await apply.ended).code).toBe(0);
      const next = await open().lock(REQUEST);
      expect((await open().read())?.resources).toHaveLength(1);
      await next.release();
    }, 60_000);
  });

  it("leaves nothing behind where nothing was written", async () => {
    const lock = await open().lock(REQUEST);
    expect(readFileSync(join(folder, "terraform.tfstate"), "utf8")).toBe("");
    await lock.release();
    expect(existsSync(join(folder, "terraform.tfstate"))).toBe(false);
    expect(existsSync(join(folder, ".terraform.tfstate.lock.info"))).toBe(false);
  });
});
