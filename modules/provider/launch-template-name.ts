import type { Validator } from "./schema.js";

/** `verify.ValidLaunchTemplateName`; the limit below EC2's 128 is the provider's (99 for a prefix). */
export const launchTemplateName =
  (maximum: number): Validator =>
  (value, path) => {
    if (typeof value !== "string") return undefined;
    if (value.length < 3) return `"${path}" cannot be less than 3 characters`;
    if (value.length > maximum)
      return `"${path}" cannot be longer than ${maximum} characters${maximum < 125 ? ", name is limited to 125" : ""}`;
    if (!/^[0-9A-Za-z()./_-]+$/.test(value))
      return `"${path}" can only alphanumeric characters and ()./_- symbols`;
    return undefined;
  };
