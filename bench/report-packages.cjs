// Preloaded into a measured process: at its end, names the npm packages that were loaded.
process.on("exit", () => {
  const packages = new Set();
  for (const file of Object.keys(require.cache)) {
    const [, name] = /node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/](?!.*node_modules)/.exec(file) ?? [];
    if (name !== undefined) packages.add(name.replaceAll("\\", "/"));
  }
  process.stdout.write(`\nloaded packages: ${[...packages].sort().join(", ")}\n`);
});
