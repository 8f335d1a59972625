import { Fn } from "cdktf";

/** Text that Terraform is to take as it is: quotes, backslashes and `${` are escaped. */
export function literal(text: string): string {
  // CDKTF's rawString escapes quotes, line feeds and "${", but neither backslashes nor "%{".
  return Fn.rawString(text.replaceAll("\\", "\\\\").replaceAll("%{", "%%{"));
}

/** Whether a string is one of CDKTF's references, to be resolved when the stack is written. */
export function isReference(text: string): boolean {
  return text.includes("${TfToken[");
}
