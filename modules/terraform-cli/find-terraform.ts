import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { terraformFailure } from "./terraform-failure.js";

/** How deep stand-ins may stand in for each other before it is taken for a circle. */
const MOST_NESTED = 5;

/** Counts the stand-ins on the way to the real terraform. */
export const DEPTH_VARIABLE = "FLEETWRIGHT_TERRAFORM_DEPTH";

/**
 * The real terraform: what `FLEETWRIGHT_TERRAFORM_BINARY` names, else the first `terraform` on the PATH that is
 * not `self` (the path of the script that runs, symbolic links included). Throws `TERRAFORM_NOT_FOUND`, and
 * `TERRAFORM_IS_STAND_IN` where the search ends at ourselves.
 */
export function findTerraform(
  env: { readonly [name: string]: string | undefined },
  self: string | undefined,
): string {
  const own = self === undefined ? undefined : realPath(self);
  if (Number(env[DEPTH_VARIABLE] ?? "0") >= MOST_NESTED) throw circle();
  const named = env.FLEETWRIGHT_TERRAFORM_BINARY;
  if (named !== undefined && named !== "") {
    const path = /[/\\]/.test(named) ? named : onPath(named, env, own);
    if (path === undefined || !isExecutable(path)) {
      throw terraformFailure(
        "TERRAFORM_NOT_FOUND",
        `FLEETWRIGHT_TERRAFORM_BINARY: ${named} is not an executable file`,
        "Let it name the real terraform, or unset it to take the one on the PATH.",
      );
    }
    if (own !== undefined && realPath(path) === own) throw circle();
    return path;
  }
  const found = onPath("terraform", env, own);
  if (found !== undefined) return found;
  throw terraformFailure(
    "TERRAFORM_NOT_FOUND",
    "There is no terraform on the PATH",
    "Install Terraform, or name its binary with FLEETWRIGHT_TERRAFORM_BINARY.",
  );
}

function onPath(
  name: string,
  env: { readonly [name: string]: string | undefined },
  own: string | undefined,
): string | undefined {
  return (env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .flatMap((folder) =>
      process.platform === "win32" ? [join(folder, `${name}.exe`)] : [join(folder, name)],
    )
    .find((path) => isExecutable(path) && (own === undefined || realPath(path) !== own));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function circle() {
  return terraformFailure(
    "TERRAFORM_IS_STAND_IN",
    "The terraform that was found is this stand-in itself",
    "Let FLEETWRIGHT_TERRAFORM_BINARY name the real terraform.",
  );
}
