import { providerRegistry, type Schema } from "../../modules/provider/index.js";

/** The schema of a resource type in the release of the provider that the real one here has. */
export function resourceSchema(type: "aws_eks_node_group" | "aws_launch_template"): Schema {
  const found = providerRegistry().resourceType(type);
  if (found === undefined) throw new Error(`${type} is not known`);
  return found.schema;
}
