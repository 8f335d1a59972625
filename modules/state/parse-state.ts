import { type Diagnostic, FleetwrightError } from "../diagnostics/index.js";
import type { TerraformState } from "./terraform-state.js";

/**
 * Reads a state file's text. `file` is only named in messages. Throws a FleetwrightError (STATE_INVALID,
 * STATE_VERSION) when the text is not a Terraform state of format version 4.
 */
export async function parseState(text: string, file: string): Promise<TerraformState> {
  const document = parseJson(text, file);
  const { stateFileSchema, stateVersionSchema } = await import("./state-schema.js");
  const version = stateVersionSchema.safeParse(document);
  if (version.success && version.data.version !== 4) {
    throw invalid({
      code: "STATE_VERSION",
      summary: `${file} holds Terraform state of format version ${version.data.version}`,
      detail:
        "Fleetwright reads format version 4, which Terraform writes since 0.12. Let Terraform rewrite an older state with `terraform refresh`; a newer format needs a newer Fleetwright.",
    });
  }
  const parsed = stateFileSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.join(".") || "(root)"}: ${issue.message}`,
  );
  throw invalid({
    code: "STATE_INVALID",
    summary: `${file} is not a valid Terraform state`,
    detail: `${problems.slice(0, 10).join("\n")}\nRestore the file from its backup (${file}.backup) or from version control.`,
  });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid({
      code: "STATE_INVALID",
      summary: `${file} is not JSON`,
      detail: `${reason}\nRestore the file from its backup (${file}.backup) or from version control.`,
    });
  }
}

function invalid(problem: Omit<Diagnostic, "severity">): FleetwrightError {
  return new FleetwrightError("user", [{ severity: "error", ...problem }]);
}
