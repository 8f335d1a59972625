import { AwsError } from "../protocol/aws-error.js";

/** EKS's errors with their HTTP statuses; `members` name what the error is about. */
type Members = Readonly<Record<string, unknown>>;

export const resourceNotFound = (message: string, members: Members = {}): AwsError =>
  new AwsError("ResourceNotFoundException", 404, message, members);
export const resourceInUse = (message: string, members: Members = {}): AwsError =>
  new AwsError("ResourceInUseException", 409, message, members);
export const resourceLimitExceeded = (message: string, members: Members = {}): AwsError =>
  new AwsError("ResourceLimitExceededException", 400, message, members);
export const invalidParameter = (message: string, members: Members = {}): AwsError =>
  new AwsError("InvalidParameterException", 400, message, members);
export const invalidRequest = (message: string, members: Members = {}): AwsError =>
  new AwsError("InvalidRequestException", 400, message, members);
export const invalidState = (message: string, members: Members = {}): AwsError =>
  new AwsError("InvalidStateException", 400, message, members);
export const notFound = (message: string): AwsError => new AwsError("NotFoundException", 404, message);
export const badRequest = (message: string): AwsError => new AwsError("BadRequestException", 400, message);
