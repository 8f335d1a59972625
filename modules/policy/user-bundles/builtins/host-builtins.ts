import type { HostBuiltins } from "./host-builtin.js";
import { jsonPatchBuiltins } from "./json-patch.js";
import { netBuiltins } from "./net-builtins.js";
import { regexBuiltins } from "./regex-builtins.js";
import { sprintfBuiltins } from "./sprintf.js";
import { textBuiltins } from "./text-builtins.js";
import { timeBuiltins } from "./time-builtins.js";
import { valueBuiltins } from "./value-builtins.js";

/**
 * The built-in functions that user's policies have beside those of WebAssembly. Not there, because a verdict
 * must hang on nothing but its input: the network (`http.send`, `net.lookup_ip_addr`), chance (`rand.intn`), the
 * environment (`opa.runtime`). Not there either: JWT, X.509 and GraphQL.
 */
export function hostBuiltins(now: string): HostBuiltins {
  return {
    ...sprintfBuiltins,
    ...textBuiltins,
    ...regexBuiltins,
    ...valueBuiltins,
    ...jsonPatchBuiltins,
    ...netBuiltins,
    ...timeBuiltins(now),
  };
}
