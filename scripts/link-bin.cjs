// Puts our own command where npx and npm scripts look for commands first, as npm does for those of packages
// that are installed: "npx fleetwright" then needs neither a cache nor a registry.
const { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
const bin = join(root, "dist", "modules", "cli", "bin.js");
const link = join(root, "node_modules", ".bin", "fleetwright");

chmodSync(bin, 0o755);
if (existsSync(join(root, "node_modules"))) {
  mkdirSync(join(root, "node_modules", ".bin"), { recursive: true });
  rmSync(link, { force: true });
  try {
    symlinkSync(join("..", "..", "dist", "modules", "cli", "bin.js"), link);
  } catch {
    // Where links may not be made, npx finds the command through package.json, a little slower.
  }
}
