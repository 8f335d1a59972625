import type { NodegroupRecord } from "../../../modules/sandbox/world/records.js";
import type { JsonObject } from "../../../modules/state/index.js";
import { groupOf, type ParityWorld, templateId } from "../parity-world.js";
import type { StateEntry } from "../scenario.js";

/** Instances of the world in the state. */
export const ALPHA: StateEntry = { address: "aws_eks_node_group.a", object: "demo:alpha" };
export const BETA: StateEntry = { address: "aws_eks_node_group.b", object: "demo:beta" };
export const TEMPLATE: StateEntry = { address: "aws_launch_template.t", object: templateId(0) };
export const TEMPLATED: readonly StateEntry[] = [
  TEMPLATE,
  {
    address: "aws_eks_node_group.g",
    object: "demo:templated",
    dependencies: ["aws_launch_template.t"],
  },
];

/** A value that is not known before apply: `${terraform_data.later.output}`. */
export const LATER = { terraform_data: { later: { input: "later" } } };

/** A template and a group that uses its latest version, as the world has them. */
export function templatedStack(
  template: JsonObject = {},
  group: JsonObject = {},
): { readonly resource: { readonly [type: string]: JsonObject } } {
  return {
    resource: {
      aws_launch_template: {
        t: {
          name: "tpl-0",
          image_id: "ami-00000000000000002",
          instance_type: "m5.large",
          tags: { Name: "tpl-0" },
          ...template,
        },
      },
      aws_eks_node_group: {
        g: groupOf("templated", {
          launch_template: [
            { id: "${aws_launch_template.t.id}", version: "${aws_launch_template.t.latest_version}" },
          ],
          ...group,
        }),
      },
    },
  };
}

/** Changes a live group behind everybody's back. */
export function changeGroup(world: ParityWorld, name: string, change: Partial<NodegroupRecord>): void {
  world.sandbox.world.tables.nodegroups.update(`123456789012/us-east-1/demo/${name}`, (row) => ({
    ...row,
    ...change,
  }));
}
