/** A release with its patch level, as versions and constraints name it. */
export type Version = readonly [major: number, minor: number, patch: number];

interface Condition {
  readonly operator: string;
  readonly version: Version;
  /** How many of the three parts were written: `~> 5.0` and `~> 5.0.0` differ. */
  readonly parts: number;
}

export interface VersionConstraint {
  accepts(version: Version): boolean;
  /** The versions that the constraint itself names. */
  readonly named: readonly Version[];
}

/**
 * Reads a version constraint in Terraform's syntax, e.g. `">= 5.100, < 7.0.0"` or `"~> 6.25"`. Prereleases are
 * read as their release. Null when the text is none.
 */
export function parseVersionConstraint(text: string): VersionConstraint | null {
  const conditions: Condition[] = [];
  for (const part of text.split(",")) {
    const match = /^\s*(=|!=|>=|<=|>|<|~>)?\s*v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-[0-9A-Za-z.-]+)?\s*$/.exec(
      part,
    );
    if (match === null) return null;
    const [, operator = "=", major, minor, patch] = match;
    conditions.push({
      operator,
      version: [Number(major), Number(minor ?? 0), Number(patch ?? 0)],
      parts: patch !== undefined ? 3 : minor !== undefined ? 2 : 1,
    });
  }
  return {
    accepts: (version) => conditions.every((condition) => holds(condition, version)),
    named: conditions.map(({ version }) => version),
  };
}

/** `5.100.0`; null when the text is no version. */
export function parseVersion(text: string): Version | null {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(text.trim());
  return match === null ? null : [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}

function holds({ operator, version, parts }: Condition, candidate: Version): boolean {
  const order = compare(candidate, version);
  switch (operator) {
    case "!=":
      return order !== 0;
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    case "~>":
      return order >= 0 && samePrefix(candidate, version, Math.max(parts - 1, 1));
    default:
      return order === 0;
  }
}

function samePrefix(left: Version, right: Version, parts: number): boolean {
  return left.slice(0, parts).every((part, index) => part === right[index]);
}

function compare(left: Version, right: Version): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}
