import { once } from "node:events";
import { resolve } from "node:path";
import { startSandbox } from "../../sandbox/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { SandboxStartFlags } from "../commands/sandbox-command.js";
import { EXIT, type ExitCode } from "../exit-code.js";

/** `fleetwright sandbox start`: serves until interrupted. */
export async function runSandboxStart(
  flags: SandboxStartFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const absolute = (path: string) => resolve(environment.workingDirectory, path);
  const sandbox = await startSandbox({
    port: flags.port,
    host: flags.host,
    ...(flags.seed === undefined ? {} : { seed: absolute(flags.seed) }),
    ...(flags.world === undefined ? {} : { worldFile: absolute(flags.world) }),
    ...(flags.speed === undefined ? {} : { clock: { factor: flags.speed } }),
    ...(flags.lax ? { lax: true } : {}),
  });
  environment.stdout.write(
    `The sandbox listens on ${sandbox.url}\n\nPoint any AWS client at it:\n  export AWS_ENDPOINT_URL=${sandbox.url}\n  export AWS_REGION=${sandbox.defaultPlace.region} AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox\n\nInterrupt to stop.\n`,
  );
  if (!environment.signal.aborted) await once(environment.signal, "abort");
  await sandbox.close();
  return EXIT.ok;
}
