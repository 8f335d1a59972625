/** The minor of `1.31`, `1.31.4` or `v1.31.4-eks-…`; undefined where the text holds none. */
export function minorOf(version: string | null): number | undefined {
  const match = /^v?1\.(\d+)(?:\D|$)/.exec(version ?? "");
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

export function minorText(minor: number): string {
  return `1.${minor}`;
}
