import { type ChildProcess, execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3 } from "@aws-sdk/client-s3";
import { emptyState, openStateBackend, stateObjects } from "../../modules/state/index.js";
import { describeWith } from "../_helpers/live-tools.js";
import { startMoto } from "../_helpers/moto.js";

const port = 21_000 + (process.pid % 10_000);
const endpoint = `http://127.0.0.1:${port}`;
const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const block = {
  bucket: "states",
  key: "stacks/prod.tfstate",
  region: "us-east-1",
  access_key: "test",
  secret_key: "test",
  endpoints: { s3: endpoint },
  use_path_style: true,
  use_lockfile: true,
  encrypt: true,
};

describeWith("moto", "state in S3", () => {
  let moto: ChildProcess;
  let directory: string;
  const open = (workspace?: string) =>
    openStateBackend({
      backend: { s3: block },
      stackDirectory: directory,
      ...(workspace === undefined ? {} : { workspace }),
    });
  beforeAll(async () => {
    moto = await startMoto(port);
    directory = mkdtempSync(join(tmpdir(), "fleetwright-s3-"));
    await new S3({ region: "us-east-1", endpoint, credentials, forcePathStyle: true }).createBucket({
      Bucket: "states",
    });
  }, 60_000);
  afterAll(() => {
    moto?.kill();
    rmSync(directory, { recursive: true, force: true });
  });

  it("reads what was written, apart for each workspace", async () => {
    const state = { ...emptyState(), serial: 1 };
    expect(await open("blue").read()).toBeNull();
    await open("blue").write(state);
    expect(await open("blue").read()).toEqual(state);
    expect(open("blue").description).toBe("s3://states/env:/blue/stacks/prod.tfstate");
    expect(await open("green").read()).toBeNull();
    await expect(open("blue").write(state)).rejects.toThrow("was changed by someone else");
  });

  it("gives the lock to one run only", async () => {
    const lock = await open("blue").lock({ operation: "OperationTypeApply" });
    await expect(open("blue").lock({ operation: "OperationTypeApply" })).rejects.toThrow(
      "is locked by another run",
    );
    await lock.release();
    const second = await open("blue").lock({ operation: "OperationTypeApply" });
    await open("blue").forceUnlock(second.info.ID);
  });

  it("lets one run alone take over the lock of a process of this machine that is no more", async () => {
    const abandoned = await open().lock({ operation: "OperationTypeApply" });
    const gone = spawnSync(process.execPath, ["--version"]).pid;
    const Info = abandoned.info.Info.replace(String(process.pid), String(gone));
    const s3 = new S3({ region: "us-east-1", endpoint, credentials, forcePathStyle: true });
    await s3.putObject({
      Bucket: "states",
      Key: `${block.key}.tflock`,
      Body: JSON.stringify({ ...abandoned.info, Info }),
    });
    const takers = await Promise.allSettled(
      Array.from({ length: 4 }, () => open().lock({ operation: "OperationTypeApply" })),
    );
    const taken = takers.flatMap((taker) => (taker.status === "fulfilled" ? [taker.value] : []));
    expect(taken).toHaveLength(1);
    await taken[0]?.release();
    await (await open().lock({ operation: "OperationTypePlan" })).release();
  });

  it("says which bucket is missing", async () => {
    const backend = openStateBackend({
      backend: { s3: { ...block, bucket: "nowhere" } },
      stackDirectory: directory,
    });
    await expect(backend.write({ ...emptyState(), serial: 1 })).rejects.toThrow(
      "writing s3://nowhere/stacks/prod.tfstate: NoSuchBucket",
    );
  });

  describeWith("terraform", "shared with Terraform", () => {
    const terraform = (...args: string[]) =>
      new Promise<{ code: number; output: string }>((resolve) => {
        const env = { ...process.env, CHECKPOINT_DISABLE: "1", AWS_EC2_METADATA_DISABLED: "true" };
        execFile("terraform", args, { cwd: directory, env }, (error, stdout, stderr) => {
          resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` });
        });
      });

    it("keeps one state and one lock", async () => {
      const skips = {
        skip_credentials_validation: true,
        skip_requesting_account_id: true,
        skip_metadata_api_check: true,
        skip_region_validation: true,
        skip_s3_checksum: true,
      };
      writeFileSync(
        join(directory, "main.tf.json"),
        JSON.stringify({
          terraform: { backend: { s3: { ...block, ...skips } } },
          resource: { terraform_data: { a: { input: "x" } } },
        }),
      );
      expect(await terraform("init", "-no-color")).toMatchObject({ code: 0 });
      expect(await terraform("apply", "-auto-approve", "-no-color")).toMatchObject({ code: 0 });
      const state = await open().read();
      expect(stateObjects(state ?? emptyState()).map(({ address }) => address)).toEqual(["terraform_data.a"]);

      const lock = await open().lock({ operation: "OperationTypeApply", info: "prod" });
      const refused = await terraform("plan", "-no-color");
      expect(refused.code).toBe(1);
      expect(refused.output).toContain("Error acquiring the state lock");
      expect(refused.output).toContain(lock.info.ID);
      await lock.release();

      if (state !== null) await open().write({ ...state, serial: state.serial + 1 });
      const plan = await terraform("plan", "-no-color");
      expect(plan.output).toContain("No changes.");
    }, 120_000);
  });
});
