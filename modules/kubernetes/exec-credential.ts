import { execFile } from "node:child_process";
import { isAbsolute, join } from "node:path";
import { z } from "zod";
import type { KubeconfigExec } from "./kubeconfig-schema.js";
import type { KubernetesCredential } from "./kubernetes-access.js";
import { kubernetesError } from "./kubernetes-problem.js";

const answerSchema = z.object({
  kind: z.literal("ExecCredential"),
  status: z.object({
    token: z.string().optional(),
    clientCertificateData: z.string().optional(),
    clientKeyData: z.string().optional(),
    expirationTimestamp: z.string().nullish(),
  }),
});

/** Asks the program that a kubeconfig names for a credential (client.authentication.k8s.io), for a minute at most. */
export async function execCredential(exec: KubeconfigExec, folder: string): Promise<KubernetesCredential> {
  const command =
    exec.command.includes("/") && !isAbsolute(exec.command) ? join(folder, exec.command) : exec.command;
  const printed = await printedBy(command, exec);
  let answer: ReturnType<typeof answerSchema.safeParse>;
  try {
    answer = answerSchema.safeParse(JSON.parse(printed));
  } catch (error) {
    throw kubernetesError("configuration", `${command} printed no ExecCredential`, error);
  }
  if (!answer.success)
    throw kubernetesError("configuration", `${command} printed no ExecCredential with a status`);
  const { token, clientCertificateData, clientKeyData, expirationTimestamp } = answer.data.status;
  const expiresAt = Date.parse(expirationTimestamp ?? "");
  return {
    token: token ?? null,
    certificate:
      clientCertificateData === undefined || clientKeyData === undefined
        ? null
        : { certificate: clientCertificateData, key: clientKeyData },
    expiresAt: Number.isNaN(expiresAt) ? null : expiresAt - 60_000,
  };
}

function printedBy(command: string, { args, env, apiVersion }: KubeconfigExec): Promise<string> {
  const info = { apiVersion, kind: "ExecCredential", spec: { interactive: false } };
  const variables = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
  const options = {
    timeout: 60_000,
    env: { ...process.env, ...variables, KUBERNETES_EXEC_INFO: JSON.stringify(info) },
  };
  return new Promise((resolve, reject) => {
    const child = execFile(command, [...(args ?? [])], options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const said = stderr.trim().split("\n").at(-1) ?? "";
      const reason = said === "" ? error.message.split("\n")[0] : said;
      reject(
        kubernetesError("configuration", `${command}, which the kubeconfig names, failed: ${reason}`, error),
      );
    });
    child.stdin?.end();
  });
}
