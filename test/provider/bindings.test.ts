import { providerRegistry } from "../../modules/provider/index.js";
import { bindingSchema, bindingsRelease, schemaTree } from "../_helpers/provider-bindings.js";

const registry = providerRegistry({ major: 6, minor: 25 });

describe("the schemas of provider 6.25", () => {
  it("are held against bindings that were generated from that release", () => {
    expect(bindingsRelease()).toBe("6.25.0");
  });

  test.each([
    ["aws_eks_node_group", "eks-node-group"],
    ["aws_launch_template", "launch-template"],
  ])("of %s have every argument and attribute of CDKTF's bindings, and no other", (type, binding) => {
    const schema = registry.resourceType(type)?.schema;
    expect(schema && schemaTree(schema.block)).toEqual(bindingSchema(binding));
  });

  test.each([
    "aws_ami",
    "aws_availability_zones",
    "aws_caller_identity",
    "aws_eks_cluster",
    "aws_iam_policy_document",
    "aws_launch_template",
    "aws_partition",
    "aws_region",
    "aws_ssm_parameter",
    "aws_subnet",
    "aws_subnets",
  ])("of data.%s have every argument and attribute of CDKTF's bindings, and no other", (type) => {
    const schema = registry.dataSource(type)?.schema;
    const binding = `data-${type.replaceAll("_", "-")}`;
    expect(schema && schemaTree(schema.block)).toEqual(bindingSchema(binding));
  });
});
