import { execFileSync } from "node:child_process";
import { eksToken } from "../../modules/kubernetes/index.js";
import { describeWith } from "../_helpers/live-tools.js";

const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG" };

function urlOf(token: string): URL {
  expect(token.startsWith("k8s-aws-v1.")).toBe(true);
  return new URL(Buffer.from(token.slice("k8s-aws-v1.".length), "base64url").toString("utf8"));
}

describe("a token for EKS's Kubernetes API", () => {
  it("is a GetCallerIdentity call signed for the cluster, for a minute", async () => {
    const at = new Date("2026-02-02T12:00:00Z");
    const url = urlOf(await eksToken({ cluster: "shop", region: "eu-central-1", credentials, at }));
    expect(url.origin).toBe("https://sts.eu-central-1.amazonaws.com");
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: "GetCallerIdentity",
      "X-Amz-Expires": "60",
      "X-Amz-Date": "20260202T120000Z",
      "X-Amz-SignedHeaders": "host;x-k8s-aws-id",
      "X-Amz-Credential": "AKIAIOSFODNN7EXAMPLE/20260202/eu-central-1/sts/aws4_request",
    });
  });

  it("carries the session of a role, and goes to China's STS where the cluster is in China", async () => {
    const url = urlOf(
      await eksToken({
        cluster: "shop",
        region: "cn-north-1",
        credentials: { ...credentials, sessionToken: "abc" },
      }),
    );
    expect(url.host).toBe("sts.cn-north-1.amazonaws.com.cn");
    expect(url.searchParams.get("X-Amz-Security-Token")).toBe("abc");
  });
});

describeWith("aws", "beside the AWS CLI's own", () => {
  it("is the very same, to the last digit of its signature", async () => {
    const printed = execFileSync(
      "aws",
      ["eks", "get-token", "--cluster-name", "shop", "--region", "eu-central-1", "--output", "json"],
      {
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        },
      },
    );
    const theirs = urlOf(JSON.parse(String(printed)).status.token);
    const [, year, month, day, hour, minute, second] =
      /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(theirs.searchParams.get("X-Amz-Date") ?? "") ?? [];
    const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    const ours = urlOf(await eksToken({ cluster: "shop", region: "eu-central-1", credentials, at }));
    expect(ours.origin).toBe(theirs.origin);
    expect(Object.fromEntries(ours.searchParams)).toEqual(Object.fromEntries(theirs.searchParams));
  });
});
