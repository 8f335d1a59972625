import { connect } from "node:net";
import fc from "fast-check";
import { z } from "zod";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";

const authorization = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=test/20260201/us-east-1/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`;

describe("the endpoint", () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await startSandbox({
      clock: "step",
      seed: { clusters: [{ name: "demo", nodegroups: [{ name: "ng" }] }] },
    });
  });
  afterAll(() => sandbox.close());

  const send = (
    path: string,
    init: { method?: string; body?: string; service?: string; headers?: Record<string, string> } = {},
  ) =>
    fetch(`${sandbox.url}${path}`, {
      ...init,
      headers: {
        "x-amz-date": "20260201T000000Z",
        ...(init.service === undefined ? {} : { authorization: authorization(init.service) }),
        ...init.headers,
      },
    });

  it("refuses what is not signed, in the form of the service that was meant", async () => {
    const eks = await send("/clusters");
    expect(eks.status).toBe(403);
    expect(eks.headers.get("x-amzn-errortype")).toBe("MissingAuthenticationTokenException");
    expect(await eks.json()).toEqual({ message: "Missing Authentication Token" });
    const ec2 = await send("/", { method: "POST", body: "Action=DescribeVpcs&Version=2016-11-15" });
    expect(await ec2.text()).toContain("<Code>MissingAuthenticationToken</Code>");
    const ssm = await send("/", {
      method: "POST",
      headers: { "x-amz-target": "AmazonSSM.GetParameter" },
      body: "{}",
    });
    expect(await ssm.json()).toMatchObject({ __type: "MissingAuthenticationTokenException" });
  });

  it.each([
    ["AWS4-HMAC-SHA256 nonsense", "IncompleteSignatureException"],
    ["Basic dGVzdDp0ZXN0", "IncompleteSignatureException"],
    [authorization("eks").replace("/eks/", "/"), "IncompleteSignatureException"],
    [authorization("eks").replace(/Signature=.*/, "Signature=xyz"), "IncompleteSignatureException"],
    [authorization("s3"), "InvalidSignatureException"],
  ])("refuses the signature %s", async (header, code) => {
    const answer = await send("/clusters", { headers: { authorization: header } });
    expect(answer.status).toBe(403);
    expect(answer.headers.get("x-amzn-errortype")).toBe(code);
  });

  it.each([
    ["eks", "/clusters", "POST", "{not json", 400],
    ["eks", "/clusters", "POST", "[]", 400],
    ["eks", "/clusters", "POST", '{"name":{"a":1}}', 400],
    ["eks", "/nowhere", "GET", undefined, 404],
    ["eks", "/clusters/%E0%A4%A", "GET", undefined, 404],
    ["eks", "/clusters?maxResults=x", "GET", undefined, 400],
    ["eks", "/clusters?nextToken=x", "GET", undefined, 400],
    ["eks", "/tags/nonsense", "GET", undefined, 400],
    ["ec2", "/", "POST", "Action=Nonsense", 400],
    ["ec2", "/", "POST", "", 400],
    ["ec2", "/", "POST", "Action=DescribeSubnets&Filter.1.Name=nonsense&Filter.1.Value.1=x", 400],
    [
      "ec2",
      "/",
      "POST",
      "Action=CreateLaunchTemplate&LaunchTemplateName=lt&LaunchTemplateData.Nonsense=1",
      400,
    ],
    ["ec2", "/", "POST", "Action=DescribeVpcs&NextToken=nonsense", 400],
    ["autoscaling", "/", "POST", "Action=SetDesiredCapacity&DesiredCapacity=many", 400],
    ["sts", "/", "POST", "Action=AssumeRole&RoleArn=nonsense", 400],
    ["iam", "/", "POST", "Action=GetRole", 400],
    ["ssm", "/", "POST", '{"Name":7}', 400],
    ["ssm", "/", "POST", "<xml/>", 400],
  ])("answers a %s call to %s with a mistake in it", async (service, path, method, body, status) => {
    const target = service === "ssm" ? { "x-amz-target": "AmazonSSM.GetParameter" } : undefined;
    const answer = await send(path, {
      service,
      method,
      ...(body === undefined ? {} : { body }),
      ...(target === undefined ? {} : { headers: target }),
    });
    expect(answer.status).toBe(status);
    expect((await answer.text()).length).toBeGreaterThan(0);
  });

  it("stays alive under whatever is sent to it, and never answers with an internal error", async () => {
    const services = ["eks", "ec2", "ssm", "sts", "autoscaling", "iam"] as const;
    const paths = fc.oneof(
      fc.constantFrom(
        "/",
        "/clusters",
        "/clusters/demo/node-groups",
        "/clusters/demo/node-groups/ng/update-config",
        "/clusters/demo/node-groups/ng/update-version",
        "/clusters/demo/updates",
        "/clusters/demo/addons",
        "/clusters/demo/access-entries",
        "/k8s/123456789012/us-east-1/demo/api/v1/nodes",
        "/_sandbox/trouble",
        "/_sandbox/faults",
      ),
      fc.webPath(),
    );
    const eksBody = fc.dictionary(
      fc.constantFrom(
        "scalingConfig",
        "labels",
        "taints",
        "version",
        "nodegroupName",
        "subnets",
        "name",
        "updateConfig",
      ),
      fc.jsonValue(),
    );
    const form = fc
      .array(
        fc.tuple(
          fc.constantFrom(
            ...["Action", "LaunchTemplateName", "LaunchTemplateData.BlockDeviceMapping.1.Ebs.VolumeSize"],
            ...[
              "Filter.1.Name",
              "Filter.1.Value.1",
              "MaxResults",
              "LaunchTemplateVersion.1",
              "Tags.member.1.Key",
            ],
          ),
          fc.oneof(
            fc.constantFrom(
              "CreateLaunchTemplate",
              "DescribeLaunchTemplateVersions",
              "DescribeTags",
              "$Latest",
            ),
            fc.string(),
          ),
        ),
      )
      .map((pairs) => new URLSearchParams(pairs).toString());
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      eksBody.map((value) => JSON.stringify(value)),
      form,
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...services),
        paths,
        fc.constantFrom("GET", "POST", "DELETE", "PUT", "PATCH"),
        body,
        async (service, path, method, text) => {
          const answer = await send(path === "" ? "/" : path, {
            service,
            method,
            headers: { "x-amz-target": "AmazonSSM.GetParametersByPath" },
            ...(method === "GET" ? {} : { body: text }),
          });
          expect(await answer.text()).not.toContain("The sandbox failed");
          sandbox.faults.clear();
        },
      ),
      { numRuns: 300 },
    );
    expect((await send("/clusters", { service: "eks" })).status).toBe(200);
  });

  it("turns down a body that is too large", async () => {
    const answer = await send("/clusters", {
      service: "eks",
      method: "POST",
      body: "x".repeat(5_000_000),
    }).catch(() => undefined);
    // The connection may break while the rest of the body is still on its way.
    expect([413, undefined]).toContain(answer?.status);
    expect((await send("/clusters", { service: "eks" })).status).toBe(200);
  });

  it("is not held up by clients that are slow or speak something else", async () => {
    const slow = connect(sandbox.port, "127.0.0.1", () =>
      slow.write("POST /clusters HTTP/1.1\r\nContent-Length: 100\r\n"),
    );
    const strange = connect(sandbox.port, "127.0.0.1", () =>
      strange.write("\x16\x03 not TLS at all\r\n\r\n"),
    );
    const mute = connect(sandbox.port, "127.0.0.1");
    for (const socket of [slow, strange, mute]) socket.on("error", () => {});
    expect((await send("/clusters", { service: "eks" })).status).toBe(200);
    for (const socket of [slow, strange, mute]) socket.destroy();
  });

  it("answers whatever comes to a cluster's Kubernetes API with a Status, and lives on", async () => {
    const { users, clusters } = z
      .object({
        clusters: z.array(z.object({ cluster: z.object({ server: z.string() }) })),
        users: z.array(z.object({ user: z.object({ token: z.string() }) })),
      })
      .parse(JSON.parse(sandbox.kubeconfig("demo")));
    const base = new URL(clusters[0]?.cluster.server ?? "").pathname;
    const types = [
      "application/json",
      "application/vnd.kubernetes.protobuf",
      "application/json-patch+json",
      "application/merge-patch+json",
      "application/strategic-merge-patch+json",
      "application/apply-patch+yaml",
      "text/nonsense",
    ];
    const paths = [
      "",
      "/x",
      "/x/scale",
      "/x/eviction",
      "/x/status",
      "?watch=true&resourceVersion=zzz&timeoutSeconds=0.01",
    ];
    const kinds = [
      "/api/v1/nodes",
      "/api/v1/namespaces/default/pods",
      "/apis/apps/v1/namespaces/default/deployments",
      "/apis/nope/v1/x",
    ];
    const bodies = fc.oneof(
      fc.json(),
      fc.string(),
      fc.constantFrom(
        "k8s\u0000\n\u0004\n\u0002v1",
        "[]",
        "null",
        '[{"op":"copy","from":"/a","path":"/b"}]',
        '{"metadata":5,"spec":[]}',
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        ...[fc.constantFrom(...kinds), fc.constantFrom(...paths.slice(0, 5)), fc.constantFrom(...types)],
        ...[fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE"), bodies],
        async (kind, path, type, method, body) => {
          const answer = await fetch(`${sandbox.url}${base}${kind}${path}`, {
            method,
            headers: { authorization: `Bearer ${users[0]?.user.token ?? ""}`, "content-type": type },
            ...(method === "GET" ? {} : { body }),
          });
          const parsed: unknown = await answer.json();
          expect(parsed).toHaveProperty("kind");
          expect(answer.status).not.toBe(500);
        },
      ),
      { numRuns: 300 },
    );
    expect((await send("/clusters", { service: "eks" })).status).toBe(200);
  }, 30_000);
});
