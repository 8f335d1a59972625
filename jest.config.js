/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  resolver: "<rootDir>/test/_helpers/resolve-typescript.js",
  modulePathIgnorePatterns: ["<rootDir>/dist", "<rootDir>/.cache"],
  transform: {
    "^.+\\.(t|j|m)s$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  // Packages that ship as ECMAScript modules only; jest's own loader cannot require them as they are.
  transformIgnorePatterns: [
    "/node_modules/(?!(p-limit|yocto-queue|log-update|slice-ansi|strip-ansi|ansi-regex|ansi-styles|ansi-escapes|cli-cursor|restore-cursor|wrap-ansi|string-width|is-fullwidth-code-point|get-east-asian-width|environment|onetime|mimic-function|emoji-regex)/)",
  ],
  testTimeout: 60_000,
};
