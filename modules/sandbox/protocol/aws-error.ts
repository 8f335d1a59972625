/** A refusal in AWS's terms: what the caller did wrong, or what the sandbox was told to get wrong. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Members of the error shape besides the message, such as `nodegroupName`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    status: number,
    message: string,
    members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = "AwsError";
    this.code = code;
    this.status = status;
    this.members = members;
  }
}
