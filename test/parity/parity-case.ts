import type { JsonObject, JsonValue } from "../../modules/state/index.js";

/** One resource with its prior object: what real Terraform and ours are both asked to plan. */
export interface ParityCase {
  readonly type: "aws_eks_node_group" | "aws_launch_template";
  /** Terraform JSON of the resource, `lifecycle` apart. */
  readonly config: JsonObject;
  readonly lifecycle: JsonObject;
  /** The state's attributes, or null for a new resource. */
  readonly prior: JsonObject | null;
  readonly tainted: boolean;
}

/** An expression that is not known at plan time. */
export const UNKNOWN_EXPRESSION = "${terraform_data.later.output}";

/** The root module and the state that hold many cases at once; case N is named `cN`. */
export function stackOf(cases: readonly ParityCase[]): { configuration: JsonObject; state: JsonObject } {
  const resource: { [type: string]: { [name: string]: JsonValue } } = {
    terraform_data: { later: { input: "later" } },
  };
  const entries: JsonObject[] = [];
  cases.forEach((parityCase, index) => {
    const { type, config, lifecycle, prior, tainted } = parityCase;
    const ofType = resource[type] ?? {};
    resource[type] = ofType;
    ofType[`c${index}`] = {
      ...config,
      ...(Object.keys(lifecycle).length === 0 ? {} : { lifecycle }),
    };
    if (prior !== null)
      entries.push({
        mode: "managed",
        type,
        name: `c${index}`,
        provider: 'provider["registry.terraform.io/hashicorp/aws"]',
        instances: [{ ...(tainted ? { status: "tainted" } : {}), schema_version: 0, attributes: prior }],
      });
  });
  return {
    configuration: {
      terraform: { required_providers: { aws: { source: "hashicorp/aws", version: "5.100.0" } } },
      provider: {
        aws: [
          {
            region: "us-east-1",
            access_key: "a",
            secret_key: "b",
            skip_credentials_validation: true,
            skip_metadata_api_check: true,
            skip_requesting_account_id: true,
            skip_region_validation: true,
          },
        ],
      },
      resource,
    },
    state: {
      version: 4,
      terraform_version: "1.11.4",
      serial: 1,
      lineage: "5f0e1c70-7b6b-4b1a-8c3e-3f4a7c1f9d11",
      outputs: {},
      resources: entries,
      check_results: null,
    },
  };
}
