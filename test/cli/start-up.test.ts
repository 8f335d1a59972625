import { spawnSync } from "node:child_process";
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
