import type { S3 } from "@aws-sdk/client-s3";
import { FleetwrightError } from "../diagnostics/index.js";
import { formatState } from "./format-state.js";
import { isAbandoned, newLockInfo, parseLockInfo } from "./lock-info.js";
import { parseState } from "./parse-state.js";
import { retryLock } from "./retry-lock.js";
import type { S3Settings } from "./s3-settings.js";
import type { LockRequest, StateBackend, StateLock } from "./state-backend.js";
import { refuseConflict } from "./state-conflict.js";
import { stateNotLocked } from "./state-not-locked.js";
import type { TerraformState } from "./terraform-state.js";

/**
 * State in an S3 object, as Terraform's `s3` backend keeps it; with `use_lockfile` the lock is the object
 * `KEY.tflock`, written only when it is not there yet. Backups are the bucket's versions. Errors of S3 are
 * FleetwrightErrors (STATE_UNREADABLE, STATE_UNWRITABLE, STATE_LOCKED) with operation and request id.
 */
export function s3Backend(settings: S3Settings): StateBackend {
  const { bucket, key } = settings;
  const where = `s3://${bucket}/${key}`;
  const lockKey = `${key}.tflock`;
  let made: Promise<S3> | undefined;
  const client = () => {
    made ??= settings.client();
    return made;
  };
  const readText = async (object: string): Promise<string | null> => (await readObject(object))?.text ?? null;
  const readObject = async (object: string): Promise<{ text: string; etag: string | undefined } | null> => {
    try {
      const { Body, ETag } = await (await client()).getObject({ Bucket: bucket, Key: object });
      return { text: (await Body?.transformToString("utf8")) ?? "", etag: ETag };
    } catch (error) {
      if (codeOf(error) === "NoSuchKey" || statusOf(error) === 404) return null;
      throw problem(error, "STATE_UNREADABLE", "s3:GetObject", `reading s3://${bucket}/${object}`);
    }
  };
  const read = async (): Promise<TerraformState | null> => {
    const text = await readText(key);
    return text === null || text.trim() === "" ? null : parseState(text, where);
  };
  return {
    description: where,
    read,
    async write(state) {
      refuseConflict(await read(), state, where);
      const input = { Bucket: bucket, Key: key, Body: formatState(state), ContentType: "application/json" };
      try {
        await (await client()).putObject({ ...input, ...settings.encryption });
      } catch (error) {
        throw problem(error, "STATE_UNWRITABLE", "s3:PutObject", `writing ${where}`);
      }
    },
    async lock(request) {
      const info = newLockInfo(request, `${bucket}/${key}`);
      if (!settings.useLockfile) return { info, release: async () => undefined };
      await takeLockfile(request, JSON.stringify(info));
      let released = false;
      return {
        info,
        async release() {
          if (released) return;
          released = true;
          await (await client()).deleteObject({ Bucket: bucket, Key: lockKey });
        },
      } satisfies StateLock;
    },
    async forceUnlock(id) {
      const text = await readText(lockKey);
      const holder = text === null ? null : parseLockInfo(text);
      if (text === null || (holder !== null && holder.ID !== id)) throw stateNotLocked(where, holder, id);
      await (await client()).deleteObject({ Bucket: bucket, Key: lockKey });
    },
  };

  async function takeLockfile(request: LockRequest, body: string): Promise<void> {
    await retryLock(request, where, async () => {
      if (await putLock(body, { IfNoneMatch: "*" })) return { acquired: true };
      const found = await readObject(lockKey);
      const holder = found === null ? null : parseLockInfo(found.text);
      // Only that very lock is replaced: whoever else takes it over at this moment changes it first.
      const free = isAbandoned(holder) && found?.etag !== undefined;
      if (free && (await putLock(body, { IfMatch: found.etag }))) return { acquired: true };
      return { acquired: false, holder };
    });
  }

  /** False where the condition does not hold. */
  async function putLock(
    body: string,
    condition: { readonly IfNoneMatch: "*" } | { readonly IfMatch: string | undefined },
  ): Promise<boolean> {
    const input = { Bucket: bucket, Key: lockKey, Body: body, ContentType: "application/json" };
    try {
      await (await client()).putObject({ ...input, ...settings.encryption, ...condition });
      return true;
    } catch (error) {
      const status = statusOf(error);
      if (status === 412 || status === 409 || status === 404) {
        if (codeOf(error) !== "NoSuchBucket") return false;
      }
      throw problem(error, "STATE_UNWRITABLE", "s3:PutObject", `locking ${where}`);
    }
  }
}

function problem(error: unknown, code: string, operation: string, doing: string): FleetwrightError {
  const message = error instanceof Error ? error.message : String(error);
  const errorCode = codeOf(error);
  const requestId = metadataOf(error, "requestId");
  return new FleetwrightError(
    "aws",
    [
      {
        severity: "error",
        code,
        summary: `${doing}: ${errorCode === undefined ? message : `${errorCode}: ${message}`}`,
        detail: "Check the bucket's name and region, and that the credentials may read and write the key.",
        aws: {
          operation,
          ...(typeof requestId === "string" ? { requestId } : {}),
          ...(errorCode === undefined ? {} : { errorCode }),
        },
      },
    ],
    { cause: error },
  );
}

function codeOf(error: unknown): string | undefined {
  const name: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "name") : undefined;
  return typeof name === "string" ? name : undefined;
}

function statusOf(error: unknown): unknown {
  return metadataOf(error, "httpStatusCode");
}

function metadataOf(error: unknown, name: string): unknown {
  const metadata: unknown =
    typeof error === "object" && error !== null ? Reflect.get(error, "$metadata") : undefined;
  return typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, name) : undefined;
}
