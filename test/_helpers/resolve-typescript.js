// The sources import each other as Node will see them, with .js endings; jest runs the .ts files as they are.
module.exports = (request, options) => {
  if (request.startsWith(".") && request.endsWith(".js") && !options.basedir.includes("node_modules")) {
    try {
      return options.defaultResolver(request.replace(/\.js$/, ".ts"), options);
    } catch {
      return options.defaultResolver(request, options);
    }
  }
  return options.defaultResolver(request, options);
};
