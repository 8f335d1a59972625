/** Resource types that the rules know of; all others pass by. */
export const judgedTypes: ReadonlySet<string> = new Set([
  "aws_eks_cluster",
  "aws_eks_node_group",
  "aws_eks_addon",
  "aws_launch_template",
  "aws_subnet",
]);
