import { AwsError } from "../protocol/aws-error.js";

/** EC2 answers every mistake with status 400 and a code. */
export const ec2Error = (code: string, message: string): AwsError => new AwsError(code, 400, message);
export const missingParameter = (name: string): AwsError =>
  ec2Error("MissingParameter", `The request must contain the parameter ${name}`);
export const invalidParameterValue = (message: string): AwsError =>
  ec2Error("InvalidParameterValue", message);
