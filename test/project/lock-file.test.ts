import { readFileSync } from "node:fs";
import { join } from "node:path";
import { missingPlatformPackages } from "../../scripts/complete-lock-file.js";

describe("the lock file", () => {
  it("holds the native packages of all platforms, so that npm ci works everywhere", () => {
    const text = readFileSync(join(__dirname, "..", "..", "package-lock.json"), "utf8");
    // Run `npm run lock` when this fails.
    expect(missingPlatformPackages(JSON.parse(text)).map(([path]) => path)).toEqual([]);
  });
});
