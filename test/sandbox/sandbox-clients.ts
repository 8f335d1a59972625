import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { EC2Client } from "@aws-sdk/client-ec2";
import { EKSClient } from "@aws-sdk/client-eks";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import type { Sandbox } from "../../modules/sandbox/index.js";

/** The AWS SDK's own clients, pointed at a sandbox. */
export function sandboxClients(sandbox: Pick<Sandbox, "url">, region = "us-east-1") {
  const options = {
    endpoint: sandbox.url,
    region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  };
  const clients = {
    eks: new EKSClient(options),
    ec2: new EC2Client(options),
    ssm: new SSMClient(options),
    sts: new STSClient(options),
    autoscaling: new AutoScalingClient(options),
  };
  return {
    ...clients,
    destroy: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

export type SandboxClients = ReturnType<typeof sandboxClients>;
