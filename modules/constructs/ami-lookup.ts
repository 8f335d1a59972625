import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter/index.js";
import { Construct } from "constructs";
import { eksOptimizedParameter } from "./eks-optimized-parameter.js";

export type AmiLookupProps =
  | {
      /** Path or ARN of a parameter that holds an image id (or whatever else is to be read). */
      readonly ssmParameter: string;
    }
  | {
      /** An EKS AMI type, e.g. `AL2023_ARM_64_STANDARD`. */
      readonly amiType: string;
      /** Kubernetes minor version, e.g. `1.33`. */
      readonly kubernetesVersion: string;
      /** What to read of the newest release that AWS publishes. */
      readonly read: "image_id" | "release_version";
    };

/**
 * Reads an image id or a release version from SSM at every plan (`data.aws_ssm_parameter`). The Terraform name
 * of the data source is the construct's id.
 *
 * ```ts
 * const image = new AmiLookup(stack, "golden", { ssmParameter: "/images/golden/arm64" });
 * new LaunchTemplate(stack, "template", { imageId: image.value });
 * ```
 */
export class AmiLookup extends Construct {
  /** Reference to what the parameter holds. An image id is no secret, so it is not marked as one. */
  readonly value: string;

  constructor(scope: Construct, id: string, props: AmiLookupProps) {
    super(scope, id);
    const name =
      "ssmParameter" in props
        ? props.ssmParameter
        : eksOptimizedParameter(props.amiType, props.kubernetesVersion, props.read);
    const parameter = new DataAwsSsmParameter(this, "parameter", { name });
    parameter.overrideLogicalId(id);
    this.value = parameter.insecureValue;
  }
}
