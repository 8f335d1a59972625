import { Fn } from "cdktf";

/** Text that Terraform is to take as it is: quotes, backslashes and `${` are escaped. */
export function literal(text: string): string {
  // CDKTF's rawString escapes quotes, line feeds and "${", but neither backslashes nor "%{".
  return Fn.rawString(text.replaceAll("\\", "\\\\").replaceAll("%{", "%%{"));
}
