import type { ReleaseHas } from "./provider-release.js";

/** What the resource types and data sources of one release are made from. */
export interface ProviderSettings {
  readonly has: ReleaseHas;
  /** The environment's region, for provider blocks that name none; null where it names none either. */
  readonly defaultRegion: string | null;
}
