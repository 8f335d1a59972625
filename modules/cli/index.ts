/** The command line: the only room that prints. */
export type { CliEnvironment, CliStream } from "./cli-environment.js";
export { EXIT, type ExitCode } from "./exit-code.js";
export { runCli } from "./run-cli.js";
