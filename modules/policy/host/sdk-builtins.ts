/** Built-in functions that the SDK brings along for WebAssembly, and does not let a host replace. */
export const sdkBuiltins: ReadonlySet<string> = new Set([
  "sprintf",
  "json.is_valid",
  "regex.split",
  "yaml.is_valid",
  "yaml.marshal",
  "yaml.unmarshal",
]);
