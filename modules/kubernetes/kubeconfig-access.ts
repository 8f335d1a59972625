import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { parse } from "yaml";
import { execCredential } from "./exec-credential.js";
import { type KubeconfigUser, kubeconfigSchema } from "./kubeconfig-schema.js";
import type { KubernetesAccess, KubernetesCredential } from "./kubernetes-access.js";
import { kubernetesError } from "./kubernetes-problem.js";

/**
 * The way that a context of a kubeconfig file leads. Takes what EKS users have in theirs: tokens, client certificates,
 * and programs that give either (`exec`, as `aws eks update-kubeconfig` writes). Throws a FleetwrightError
 * (KUBERNETES_CONFIGURATION) for what is not there or cannot be used.
 */
export async function kubeconfigAccess(path: string, context: string): Promise<KubernetesAccess> {
  const file = path.startsWith("~/") ? join(homedir(), path.slice(2)) : path;
  const config = await readKubeconfig(file);
  const chosen = config.contexts.find(({ name }) => name === context);
  if (chosen === undefined) {
    const known = config.contexts.map(({ name }) => name).join(", ");
    throw kubernetesError("configuration", `${file} has no context ${context}; it has ${known || "none"}`);
  }
  const cluster = config.clusters.find(({ name }) => name === chosen.context.cluster)?.cluster;
  const user = config.users.find(({ name }) => name === chosen.context.user)?.user;
  if (cluster === undefined || user === undefined) {
    throw kubernetesError(
      "configuration",
      `Context ${context} of ${file} names a cluster or user that it does not have`,
    );
  }
  if (cluster["proxy-url"] !== undefined) {
    throw kubernetesError(
      "configuration",
      `Context ${context} of ${file} goes through proxy-url, which is not supported`,
    );
  }
  const folder = dirname(resolve(file));
  return {
    server: cluster.server,
    certificateAuthority: await inlineOrFile(
      cluster["certificate-authority-data"],
      cluster["certificate-authority"],
      folder,
    ),
    serverName: cluster["tls-server-name"] ?? null,
    insecure: cluster["insecure-skip-tls-verify"] === true,
    credential: () => credentialOf(user, folder, context),
  };
}

async function readKubeconfig(file: string): Promise<ReturnType<typeof kubeconfigSchema.parse>> {
  let document: unknown;
  try {
    document = parse(await readFile(file, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw kubernetesError("configuration", `The kubeconfig ${file} cannot be read: ${reason}`, error);
  }
  const parsed = kubeconfigSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw kubernetesError(
    "configuration",
    `${file} is no kubeconfig: ${issue?.path.join(".") || "document"}: ${issue?.message ?? "unknown shape"}`,
  );
}

async function credentialOf(
  user: KubeconfigUser,
  folder: string,
  context: string,
): Promise<KubernetesCredential> {
  if (user.exec !== undefined) return execCredential(user.exec, folder);
  const certificate = await inlineOrFile(user["client-certificate-data"], user["client-certificate"], folder);
  const key = await inlineOrFile(user["client-key-data"], user["client-key"], folder);
  const token =
    user.token ??
    (user.tokenFile === undefined ? null : (await inlineOrFile(undefined, user.tokenFile, folder))?.trim()) ??
    null;
  if (token === null && (certificate === null || key === null)) {
    throw kubernetesError(
      "configuration",
      `The user of context ${context} has no token, client certificate or exec program`,
    );
  }
  return {
    token,
    certificate: certificate === null || key === null ? null : { certificate, key },
    // A token file is renewed by whoever writes it; a minute is how long client-go keeps one.
    expiresAt: user.tokenFile === undefined ? null : Date.now() + 60_000,
  };
}

async function inlineOrFile(
  data: string | undefined,
  file: string | undefined,
  folder: string,
): Promise<string | null> {
  if (data !== undefined) return Buffer.from(data, "base64").toString("utf8");
  if (file === undefined) return null;
  const path = isAbsolute(file) ? file : join(folder, file);
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw kubernetesError("configuration", `The kubeconfig names ${path}, which cannot be read`, error);
  }
}
