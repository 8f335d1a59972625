import { Command } from "commander";
import { booleanOption } from "../arguments/boolean-option.js";
import type { CommandContext } from "../command-context.js";

export interface SandboxStartFlags {
  readonly port: number;
  readonly host: string;
  readonly seed?: string;
  readonly world?: string;
  readonly speed?: number;
  readonly lax: boolean;
}

export interface SandboxKubeconfigFlags {
  readonly url?: string;
  readonly cluster?: string;
  readonly out?: string;
}

export function sandboxCommand({ environment, exit }: CommandContext): Command {
  const start = new Command("start")
    .description(
      "Serves EKS, EC2, SSM, STS, IAM and Auto Scaling on loopback until interrupted. Point any AWS SDK at it with AWS_ENDPOINT_URL.",
    )
    .option("--port <port>", "port to listen on; 0 takes a free one", Number, 4599)
    .option("--host <address>", "address to listen on; anything but loopback lets others in", "127.0.0.1")
    .option("--seed <file>", "world to begin with")
    .option("--world <file>", "keep the world in this file")
    .option(
      "--speed <factor>",
      "how fast its clock runs; 60 makes a minute a second, 0 a clock that is moved only from outside",
      Number,
    )
    .addHelpText(
      "after",
      `
What goes wrong, and when, is said in the seed or while it runs, by JSON to URL/_sandbox/…:
  POST clock/advance {"seconds"} · POST clock/next       let time pass
  POST autoscale {"cluster","nodegroup","desired"}        act as the cluster autoscaler
  POST health · POST trouble · POST shortage · POST node  health issues, failing updates, no capacity, ill nodes
  POST faults {"match","kind",…}                          throttling, errors, resets, slow and lost answers
  GET calls · GET world · GET kubeconfig · POST reset     look at it, begin again
modules/sandbox/README.md tells them all.`,
    );
  booleanOption(start, "lax", "instant statuses, and no check of subnets, roles and images", false);
  start.action(async (flags: SandboxStartFlags) => {
    const { runSandboxStart } = await import("../workflow/run-sandbox.js");
    exit(await runSandboxStart(flags, environment));
  });
  const kubeconfig = new Command("kubeconfig")
    .description("Prints a kubeconfig for the clusters of a running sandbox.")
    .option("--url <url>", "where the sandbox listens (default: AWS_ENDPOINT_URL, else port 4599)")
    .option("--cluster <name>", "only this cluster")
    .option("--out <file>", "write it to this file instead")
    .action(async (flags: SandboxKubeconfigFlags) => {
      const { runSandboxKubeconfig } = await import("../workflow/run-sandbox-kubeconfig.js");
      exit(await runSandboxKubeconfig(flags, environment));
    });
  return new Command("sandbox")
    .summary("an AWS endpoint on your machine")
    .description("The embedded AWS endpoint: asynchronous statuses, rolling updates, and EKS's own refusals.")
    .addCommand(start)
    .addCommand(kubeconfig);
}
