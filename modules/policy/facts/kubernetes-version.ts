/** The minor of a Kubernetes version: 31 for `1.31` and for `1.31.2`; undefined for anything else. */
export function minorOf(version: string | undefined): number | undefined {
  const minor = version === undefined ? undefined : /^1\.(\d{1,4})(?:\.|$)/.exec(version)?.[1];
  return minor === undefined ? undefined : Number(minor);
}
