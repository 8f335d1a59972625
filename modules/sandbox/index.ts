/**
 * The sandbox: an AWS endpoint on loopback that real clients speak to over HTTP. It knows nothing of the other
 * rooms, so that nobody's code is its own judge. README.md tells its story and the seed file's format.
 */

export type { SandboxSeed } from "./seed/seed-schema.js";
export type { CallLog, LoggedCall } from "./server/call-log.js";
export type { FaultInput, Faults } from "./server/faults.js";
export type { SandboxCredential } from "./server/verify-signature.js";
export { type Sandbox, type SandboxOptions, startSandbox } from "./start-sandbox.js";
export type { Limits, Timings } from "./world/settings.js";
export type { ClockMode } from "./world/virtual-clock.js";
export type { World } from "./world/world.js";
