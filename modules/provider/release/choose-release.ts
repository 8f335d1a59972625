import type { Diagnostic } from "../../diagnostics/index.js";
import { NEWEST_RELEASE, type ProviderRelease, RELEASE_5_100, releaseText } from "./provider-release.js";
import { parseVersion, parseVersionConstraint, type Version } from "./version-constraint.js";

/** What is known about the release of the AWS provider that a stack is planned with. */
export interface ReleaseEvidence {
  /** `required_providers.aws.version`. */
  readonly constraint: string | null;
  /** The version that `.terraform.lock.hcl` holds. */
  readonly locked: string | null;
  /** What the user asked for, e.g. in FLEETWRIGHT_AWS_PROVIDER. */
  readonly requested: string | null;
  /** Whether the state was written by a 6.x provider. */
  readonly stateOf6: boolean;
}

export interface ChosenRelease {
  readonly release: ProviderRelease;
  readonly problems: readonly Diagnostic[];
}

/**
 * The release whose behaviour a plan has. The first of these that says something decides: what the user asked
 * for; the lock file; the constraint, when it accepts releases of one major version only; the state, when a
 * 6.x provider wrote it; else 5.100, because state that it writes can be read by both.
 */
export function chooseRelease(evidence: ReleaseEvidence): ChosenRelease {
  const { constraint, locked, requested, stateOf6 } = evidence;
  const parsed = constraint === null ? null : parseVersionConstraint(constraint);
  if (constraint !== null && parsed === null)
    return {
      release: RELEASE_5_100,
      problems: [
        {
          severity: "error",
          code: "PROVIDER_VERSION_CONSTRAINT",
          summary: "Invalid version constraint",
          detail: `The version constraint ${JSON.stringify(constraint)} of the aws provider cannot be read. Write it like ">= 5.100, < 7.0".`,
        },
      ],
    };
  const accepts = (version: Version): boolean => parsed?.accepts(version) ?? true;
  if (requested !== null) return asRequested(requested, constraint, accepts);
  if (locked !== null) return exactly(locked, "the locked AWS provider version");
  const in5 = highestMinor(5, RELEASE_5_100.minor, accepts);
  const in6 = highestMinor(6, NEWEST_RELEASE.minor, accepts) ?? laterRelease(parsed?.named ?? [], accepts);
  if (in6 !== null && (in5 === null || stateOf6)) return { release: in6, problems: [] };
  if (in5 !== null) return { release: RELEASE_5_100, problems: [] };
  return {
    release: RELEASE_5_100,
    problems: [unknownRelease(`the version constraint ${JSON.stringify(constraint)} of the AWS provider`)],
  };
}

function asRequested(
  text: string,
  constraint: string | null,
  accepts: (version: Version) => boolean,
): ChosenRelease {
  const version = parseVersion(text);
  const { release, problems } = exactly(text, "the requested AWS provider release");
  if (
    version === null ||
    problems.length > 0 ||
    PATCHES.some((patch) => accepts([version[0], version[1], patch]))
  )
    return { release, problems };
  return {
    release,
    problems: [
      {
        severity: "error",
        code: "PROVIDER_RELEASE_NOT_ACCEPTED",
        summary: "The requested release of the AWS provider is not accepted by the configuration",
        detail: `Release ${text} is asked for, yet required_providers has the version constraint ${JSON.stringify(constraint)}.`,
      },
    ],
  };
}

function exactly(text: string, what: string): ChosenRelease {
  const version = parseVersion(text);
  const major = version?.[0];
  if (version !== null && major === 6) return { release: { major: 6, minor: version[1] }, problems: [] };
  if (major === 5) return { release: RELEASE_5_100, problems: [] };
  return { release: RELEASE_5_100, problems: [unknownRelease(`${what} ${JSON.stringify(text)}`)] };
}

function unknownRelease(what: string): Diagnostic {
  return {
    severity: "error",
    code: "PROVIDER_RELEASE_UNKNOWN",
    summary: "The release of the AWS provider is not one that can be planned",
    detail: `Plans are made as a release of 6.x or, for any 5.x, as ${releaseText(RELEASE_5_100)}; ${what} is neither. Let Terraform plan this stack and gate its plan, or move to one of these releases.`,
  };
}

/** The highest minor release that is accepted with some patch level, up to `limit`. */
function highestMinor(
  major: number,
  limit: number,
  accepts: (version: Version) => boolean,
): ProviderRelease | null {
  for (let minor = limit; minor >= 0; minor -= 1)
    if (PATCHES.some((patch) => accepts([major, minor, patch]))) return { major, minor };
  return null;
}

const PATCHES = [0, 1, 2, 3];

/** A release newer than those written down here that the constraint itself names. */
function laterRelease(
  named: readonly Version[],
  accepts: (version: Version) => boolean,
): ProviderRelease | null {
  const found = named.find((version) => version[0] === 6 && accepts(version));
  return found === undefined ? null : { major: 6, minor: found[1] };
}
