/** Packages that no bundle of ours takes in: they look for files of their own, or few commands need them. */
export const KEPT_APART = [
  "@cdktf/*",
  "@dbos-inc/*",
  "@open-policy-agent/opa-wasm",
  "cdktf",
  "constructs",
  "fs-native-extensions",
  "pg",
  "re2js",
];
