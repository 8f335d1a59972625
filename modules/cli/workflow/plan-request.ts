import { resolve } from "node:path";
import type { PlanSource } from "../../plan/index.js";
import { variables } from "../arguments/parse-option.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { PlanFlags } from "../commands/plan-command.js";

/** What a plan is made with, apart from the stacks themselves. */
export interface PlanRequest {
  readonly mode: "normal" | "destroy" | "refresh-only";
  readonly refresh: boolean;
  /** Whether live objects are looked for by name where no state is kept. */
  readonly find?: boolean;
  readonly targets: readonly string[];
  readonly replace: readonly string[];
  readonly variables: { readonly [name: string]: string };
  /** Absolute. */
  readonly variableFiles: readonly string[];
  readonly workspace: string;
  /** Absolute; null: where the configuration's backend says. */
  readonly stateFile: string | null;
  readonly parallelism: number;
  /** How long to wait for valid credentials once they have expired. Default: not at all. */
  readonly credentialsTimeoutSeconds?: number;
  /** RFC 3339 in UTC: the instant that the plan is made for. */
  readonly timestamp: string;
}

/** The flags that say how to plan, whichever command has them. */
export type PlanRequestFlags = Pick<
  PlanFlags,
  "destroy" | "refresh" | "refreshOnly" | "target" | "replace" | "var" | "varFile" | "parallelism"
> & { readonly state?: string | undefined; readonly credentialsTimeout?: number };

export function planRequestOf(flags: PlanRequestFlags, environment: CliEnvironment): PlanRequest {
  const absolute = (path: string) => resolve(environment.workingDirectory, path);
  return {
    mode: flags.destroy ? "destroy" : flags.refreshOnly ? "refresh-only" : "normal",
    refresh: flags.refresh,
    find: flags.refresh,
    targets: flags.target,
    replace: flags.replace,
    variables: variables(flags.var),
    variableFiles: flags.varFile.map(absolute),
    workspace: environment.env.TF_WORKSPACE ?? "default",
    stateFile: flags.state === undefined ? null : absolute(flags.state),
    ...limitsOf(flags),
    timestamp: rfc3339(environment.now()),
  };
}

/** What bears on how a run is carried out, and not on what it comes to. */
export function limitsOf(
  flags: Pick<PlanRequestFlags, "parallelism" | "credentialsTimeout">,
): Pick<PlanRequest, "parallelism" | "credentialsTimeoutSeconds"> {
  const { credentialsTimeout, parallelism } = flags;
  return {
    parallelism,
    ...(credentialsTimeout === undefined ? {} : { credentialsTimeoutSeconds: credentialsTimeout }),
  };
}

/** What a plan file keeps of the request. */
export function planSourceOf(request: PlanRequest, fleet: readonly string[]): PlanSource {
  return {
    fleet,
    mode: request.mode,
    refresh: request.refresh,
    targets: request.targets,
    replace: request.replace,
    variables: request.variables,
    variable_files: request.variableFiles,
    workspace: request.workspace,
    state: request.stateFile,
    timestamp: request.timestamp,
  };
}

/** The request that a plan file was made with. */
export function planRequestOfSource(
  source: PlanSource,
  limits: Pick<PlanRequest, "parallelism" | "credentialsTimeoutSeconds">,
): PlanRequest {
  return {
    ...limits,
    mode: source.mode,
    refresh: source.refresh,
    find: source.refresh,
    targets: source.targets,
    replace: source.replace,
    variables: source.variables,
    variableFiles: source.variable_files,
    workspace: source.workspace,
    stateFile: source.state,
    timestamp: source.timestamp,
  };
}

/** Whole seconds, as Terraform writes a plan's time. */
function rfc3339(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
