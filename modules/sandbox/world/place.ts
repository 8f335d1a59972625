/** An account's view of one region: what most AWS names are unique in. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

export type Tags = Readonly<Record<string, string>>;

export interface HealthIssue {
  readonly code: string;
  readonly message: string;
  readonly resourceIds: readonly string[];
}
