type Kind = "apply" | "destroy" | "refresh-only";

/** Terraform's own question, to the letter: cdktf waits for its first line before it asks its user. */
export function approvalQuestion(kind: Kind): string {
  return `\n${QUESTIONS[kind]}\n\n  Enter a value: `;
}

export function cancelledText(kind: Kind): string {
  return `\n${kind === "destroy" ? "Destroy" : "Apply"} cancelled.\n`;
}

const QUESTIONS: { readonly [kind in Kind]: string } = {
  apply:
    "Do you want to perform these actions?\n  Terraform will perform the actions described above.\n  Only 'yes' will be accepted to approve.",
  destroy:
    "Do you really want to destroy all resources?\n  Terraform will destroy all your managed infrastructure, as shown above.\n  There is no undo. Only 'yes' will be accepted to confirm.",
  "refresh-only":
    "Would you like to update the Terraform state to reflect these detected changes?\n  Terraform will write these changes to the state without modifying any real infrastructure.\n  There is no undo. Only 'yes' will be accepted to confirm.",
};
