// Preloaded into a child process: at its end, writes the npm packages that were loaded as a JSON line to stderr.
process.on("exit", () => {
  const packages = new Set();
  for (const file of Object.keys(require.cache)) {
    const [, name] = /node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/](?!.*node_modules)/.exec(file) ?? [];
    if (name !== undefined) packages.add(name.replaceAll("\\", "/"));
  }
  process.stderr.write(`\nloaded packages: ${JSON.stringify([...packages].sort())}\n`);
});
