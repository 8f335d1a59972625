import { execFile } from "node:child_process";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { describeWith } from "../_helpers/live-tools.js";

describeWith("boto3", "boto3 against the sandbox", () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await startSandbox({
      clock: { factor: 3000 },
      seed: { clusters: [{ name: "seeded", version: "1.32", zones: ["a", "b"] }] },
    });
  });
  afterAll(() => sandbox.close());

  it("lives a cluster's whole life, every answer as botocore's models have it", async () => {
    const folder = join(__dirname, "../fixtures/sandbox/boto3");
    const output = await new Promise<string>((resolve) => {
      execFile(
        "python3",
        ["life_cycle.py"],
        {
          cwd: folder,
          env: {
            ...process.env,
            AWS_ENDPOINT_URL: sandbox.url,
            AWS_ACCESS_KEY_ID: "test",
            AWS_SECRET_ACCESS_KEY: "test",
            AWS_EC2_METADATA_DISABLED: "true",
            PYTHONDONTWRITEBYTECODE: "1",
          },
        },
        (error, stdout, stderr) => resolve(error === null ? "" : `${stdout}${stderr}`),
      );
    });
    expect(output).toBe("");
  }, 120_000);
});
