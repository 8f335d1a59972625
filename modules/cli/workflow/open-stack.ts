import { relative } from "node:path";
import { type Configuration, loadConfiguration } from "../../configuration/index.js";
import { openStateBackend, type StateBackend } from "../../state/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { PlanRequest } from "./plan-request.js";
import type { StackDirectory } from "./synthesize.js";

/** A stack's configuration, read, and the place of its state. */
export interface OpenStack {
  readonly name: string;
  /** As the plan names it: relative to the working directory. */
  readonly directory: string;
  readonly configuration: Configuration;
  readonly backend: StateBackend;
}

export async function openStack(
  stack: StackDirectory,
  request: PlanRequest,
  environment: CliEnvironment,
): Promise<OpenStack> {
  const configuration = await loadConfiguration(stack.directory, {
    variables: request.variables,
    varFiles: request.variableFiles,
    env: environment.env,
    workspace: request.workspace,
  });
  const { backend } = configuration;
  return {
    name: stack.name,
    directory: relative(environment.workingDirectory, stack.directory) || ".",
    configuration,
    backend: openStateBackend({
      backend: backend === null ? undefined : { [backend.type]: backend.body.json },
      stackDirectory: stack.directory,
      workspace: request.workspace,
      ...(request.stateFile === null ? {} : { stateFile: request.stateFile }),
    }),
  };
}
