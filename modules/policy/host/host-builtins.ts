/** Built-in functions that OPA leaves to the host of a WebAssembly policy. Ours need none of them. */
export const hostBuiltins: { readonly [name: string]: (...parameters: never[]) => unknown } = {};
