/** A policy bundle of the user's own, compiled with `opa build -t wasm`. */
export interface UserBundle {
  /** Names it in findings, e.g. the file's name. */
  readonly name: string;
  readonly wasm: Uint8Array;
  /** The bundle's own data document. */
  readonly data: object;
  /** Digest of the whole bundle. */
  readonly digest: string;
}
