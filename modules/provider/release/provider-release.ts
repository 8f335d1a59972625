/** A release line of `hashicorp/aws`: patch levels change no schema. */
export interface ProviderRelease {
  readonly major: number;
  readonly minor: number;
}

/** The last release of 5.x, with which everything here is held against the real provider. */
export const RELEASE_5_100: ProviderRelease = { major: 5, minor: 100 };

/** The newest release whose schema is written down here; later ones are treated like it. */
export const NEWEST_RELEASE: ProviderRelease = { major: 6, minor: 55 };

/** Answers whether a release has what came with `since`, e.g. `"6.26"`. */
export type ReleaseHas = (since: string) => boolean;

export function releaseHas(release: ProviderRelease): ReleaseHas {
  return (since) => {
    const [major = 0, minor = 0] = since.split(".").map(Number);
    return release.major > major || (release.major === major && release.minor >= minor);
  };
}

/** `6.26`. */
export function releaseText({ major, minor }: ProviderRelease): string {
  return `${major}.${minor}`;
}
