const ASCII = /^\p{ASCII}*$/u;

/** A string in Unicode's normal form C: Terraform keeps every string so. */
export function normalForm(text: string): string {
  return ASCII.test(text) ? text : text.normalize("NFC");
}
