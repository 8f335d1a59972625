import { App, LocalBackend, S3Backend, type TerraformStack } from "cdktf";
import type { Backend } from "../modules/fleet/index.js";
import { localStatePath } from "./local-state-path.js";

/** Says where the stack's state is kept. Local paths are written relative to the stack's directory. */
export function addBackend(stack: TerraformStack, backend: Backend): void {
  const name = stack.node.id;
  if (backend.type === "local") {
    new LocalBackend(stack, { path: localStatePath(App.of(stack).outdir, name, backend.directory) });
    return;
  }
  const { assumeRole } = backend;
  new S3Backend(stack, {
    bucket: backend.bucket,
    key: `${backend.keyPrefix}${name}.tfstate`,
    region: backend.region,
    encrypt: backend.encrypt,
    ...(backend.useLockfile ? { useLockfile: true } : {}),
    ...(backend.dynamodbTable === null ? {} : { dynamodbTable: backend.dynamodbTable }),
    ...(backend.kmsKeyId === null ? {} : { kmsKeyId: backend.kmsKeyId }),
    ...(assumeRole === null
      ? {}
      : {
          assumeRole: {
            roleArn: assumeRole.roleArn,
            ...(assumeRole.externalId === null ? {} : { externalId: assumeRole.externalId }),
            ...(assumeRole.sessionName === null ? {} : { sessionName: assumeRole.sessionName }),
          },
        }),
  });
}
