import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

describe("starting", () => {
  it.each([["--help"], ["plan", "--help"], ["--version"]])("loads nothing heavy for %s %s", (...argv) => {
    const { packages, status } = loadedBy(argv);
    expect(status).toBe(0);
    expect(packages).toContain("commander");
    const heavy = packages.filter((name) =>
      /^(cdktf|constructs|@cdktf|@aws-sdk|@smithy|@open-policy-agent|zod|yaml|peggy|fast-xml-parser)/.test(
        name,
      ),
    );
    expect(heavy).toEqual([]);
  });

  it("outlives a reader that has seen enough, and still tells how the work ended", async () => {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", join(root, "modules", "cli", "bin.ts"), "policy", "list"],
      { cwd: root, stdio: ["ignore", "pipe", "pipe"] },
    );
    // Closed before anything is written: every write of the command finds no reader.
    child.stdout.destroy();
    const errors: string[] = [];
    child.stderr.on("data", (chunk) => errors.push(String(chunk)));
    const [code] = await once(child, "close");
    expect([code, errors.join("")]).toEqual([0, ""]);
  });
});

function loadedBy(argv: readonly string[]) {
  const run = spawnSync(
    process.execPath,
    [
      "--require",
      join(root, "bench", "report-packages.cjs"),
      "--require",
      "tsx/cjs",
      join(root, "modules", "cli", "bin.ts"),
      ...argv,
    ],
    { cwd: root, encoding: "utf8" },
  );
  const [, list = ""] = /^loaded packages: (.*)$/m.exec(run.stdout) ?? [];
  return { packages: list.split(", "), status: run.status };
}
