import type { LaunchTemplate } from "@aws-sdk/client-ec2";
import { type AwsClients, awsErrorCode } from "../../aws/index.js";

type Key = { readonly id: string } | { readonly name: string };

interface Waiting {
  readonly key: string;
  readonly resolve: (template: LaunchTemplate | undefined) => void;
  readonly reject: (error: unknown) => void;
}

interface Batch {
  readonly ids: Waiting[];
  readonly names: Waiting[];
}

/** EC2 takes up to 200 ids or names in one DescribeLaunchTemplates. */
const BATCH = 200;
const batches = new WeakMap<AwsClients, Batch>();

/**
 * Describes one launch template. Requests made in the same turn of the event loop share one call per 200, so
 * that the refresh of a fleet costs few calls. Undefined when EC2 does not know the template.
 */
export function describeLaunchTemplate(clients: AwsClients, key: Key): Promise<LaunchTemplate | undefined> {
  return new Promise((resolve, reject) => {
    let batch = batches.get(clients);
    if (batch === undefined) {
      const opened: Batch = { ids: [], names: [] };
      batch = opened;
      batches.set(clients, opened);
      setImmediate(() => {
        batches.delete(clients);
        for (const part of chunks(opened.ids)) void answer(clients, "id", part);
        for (const part of chunks(opened.names)) void answer(clients, "name", part);
      });
    }
    if ("id" in key) batch.ids.push({ key: key.id, resolve, reject });
    else batch.names.push({ key: key.name, resolve, reject });
  });
}

async function answer(clients: AwsClients, by: "id" | "name", waiting: readonly Waiting[]): Promise<void> {
  const keys = [...new Set(waiting.map(({ key }) => key))];
  try {
    const ec2 = await clients.ec2();
    const { LaunchTemplates: found = [] } = await ec2.describeLaunchTemplates(
      by === "id" ? { LaunchTemplateIds: keys } : { LaunchTemplateNames: keys },
    );
    const byKey = new Map(
      found.map((template) => [
        by === "id" ? template.LaunchTemplateId : template.LaunchTemplateName,
        template,
      ]),
    );
    for (const { key, resolve } of waiting) resolve(byKey.get(key));
  } catch (error) {
    await answerApart(clients, by, waiting, keys.length, error);
  }
}

/** EC2 fails a call as a whole when one of its templates is gone: halves find out which one. */
async function answerApart(
  clients: AwsClients,
  by: "id" | "name",
  waiting: readonly Waiting[],
  keys: number,
  error: unknown,
): Promise<void> {
  if (!isNotFound(error)) {
    for (const { reject } of waiting) reject(error);
    return;
  }
  if (keys === 1) {
    for (const { resolve } of waiting) resolve(undefined);
    return;
  }
  const middle = Math.ceil(waiting.length / 2);
  await Promise.all([
    answer(clients, by, waiting.slice(0, middle)),
    answer(clients, by, waiting.slice(middle)),
  ]);
}

/** EC2's codes for a launch template that does not exist, by id and by name. */
export function isNotFound(error: unknown): boolean {
  const code = awsErrorCode(error);
  return (
    code !== undefined &&
    /^InvalidLaunchTemplate(Id\.(NotFound|VersionNotFound|Malformed)|Name\.NotFoundException)$/.test(code)
  );
}

function chunks(waiting: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const parts: Waiting[][] = [];
  for (let start = 0; start < waiting.length; start += BATCH) parts.push(waiting.slice(start, start + BATCH));
  return parts;
}
