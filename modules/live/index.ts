/** Prior state from what is live: refresh by identity, data sources, fingerprints. */
export { fingerprintOf } from "./fingerprint.js";
export type { LiveEvent } from "./live-event.js";
export {
  createLiveReader,
  type LiveProvider,
  type LiveReader,
  type LiveReaderOptions,
} from "./live-reader.js";
export type { ReadRequest, ReadResults } from "./read-request.js";
