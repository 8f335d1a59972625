/** What happens while live objects are read, for whoever shows it. */
export type LiveEvent =
  | {
      readonly type: "read-started";
      readonly address: string;
      readonly resourceType: string;
      readonly id: string;
    }
  | {
      readonly type: "read-complete";
      readonly address: string;
      readonly resourceType: string;
      readonly id: string;
      readonly found: boolean;
      readonly elapsedSeconds: number;
    }
  | {
      readonly type: "read-failed";
      readonly address: string;
      readonly resourceType: string;
      readonly id: string;
    };
