import { groupOf } from "../parity-world.js";
import type { Scenario } from "../scenario.js";
import { ALPHA, BETA, changeGroup, LATER, TEMPLATED, templatedStack } from "./parts.js";

const group = (more = {}) => ({ aws_eks_node_group: { a: groupOf("alpha", more) } });
const condition = (text: string, message = "It shall be so.") => ({
  condition: text,
  error_message: message,
});

/** Conditions, checks, and what else a lifecycle block says. */
export const lifecycle: readonly Scenario[] = [
  {
    name: "prevent-destroy-replace",
    configuration: { resource: group({ disk_size: 50, lifecycle: [{ prevent_destroy: true }] }) },
    state: [ALPHA],
  },
  {
    name: "prevent-destroy-tainted",
    configuration: { resource: group({ lifecycle: [{ prevent_destroy: true }] }) },
    state: [{ ...ALPHA, tainted: true }],
  },
  {
    name: "prevent-destroy-update",
    configuration: { resource: group({ labels: { n: "1" }, lifecycle: [{ prevent_destroy: true }] }) },
    state: [ALPHA],
  },
  {
    name: "prevent-destroy-block-removed",
    configuration: { resource: { aws_eks_node_group: { b: groupOf("beta") } } },
    state: [ALPHA, BETA],
  },
  {
    name: "precondition-fails",
    configuration: {
      variable: { n: { default: 1 } },
      resource: group({
        lifecycle: [{ precondition: [condition("${var.n > 1}", "n is ${var.n}, which is too small.")] }],
      }),
    },
    state: [ALPHA],
  },
  {
    name: "precondition-fails-refresh-only",
    configuration: {
      variable: { n: { default: 1 } },
      resource: group({
        lifecycle: [
          {
            precondition: [condition("${var.n > 1}", "n is too small.")],
            postcondition: [condition('${self.status == "GONE"}', "The status is ${self.status}.")],
          },
        ],
      }),
      output: { o: { value: "x", precondition: [condition("${var.n > 1}", "no output")] } },
    },
    state: [ALPHA],
    how: { mode: "refresh-only" },
  },
  {
    name: "precondition-fails-destroy",
    configuration: {
      variable: { n: { default: 1 } },
      resource: group({ lifecycle: [{ precondition: [condition("${var.n > 1}", "n is too small.")] }] }),
      output: { o: { value: "x", precondition: [condition("${var.n > 1}", "no output")] } },
    },
    state: [ALPHA],
    how: { mode: "destroy" },
  },
  {
    name: "precondition-sensitive-message",
    configuration: {
      variable: { s: { default: "hidden", sensitive: true } },
      resource: group({ lifecycle: [{ precondition: [condition('${var.s == "x"}', "It is ${var.s}.")] }] }),
    },
    state: [ALPHA],
  },
  {
    name: "precondition-without-reference",
    configuration: { resource: group({ lifecycle: [{ precondition: [condition("${1 < 2}")] }] }) },
    state: [ALPHA],
  },
  {
    name: "precondition-passes-with-sensitive-message",
    configuration: {
      variable: { s: { default: "hidden", sensitive: true } },
      resource: group({ lifecycle: [{ precondition: [condition('${var.s != "x"}', "It is ${var.s}.")] }] }),
    },
    state: [ALPHA],
  },
  {
    name: "precondition-unknown",
    configuration: {
      resource: {
        ...group({
          lifecycle: [{ precondition: [condition('${terraform_data.later.output == "x"}')] }],
        }),
        ...LATER,
      },
    },
    state: [ALPHA],
  },
  {
    name: "precondition-null",
    configuration: {
      variable: { n: { default: null } },
      resource: group({ lifecycle: [{ precondition: [condition("${var.n}")] }] }),
    },
    state: [ALPHA],
  },
  {
    name: "precondition-not-bool",
    configuration: {
      variable: { n: { default: "perhaps" } },
      resource: group({ lifecycle: [{ precondition: [condition("${var.n}")] }] }),
    },
    state: [ALPHA],
  },
  {
    name: "postconditions",
    configuration: {
      resource: {
        aws_eks_node_group: {
          a: groupOf("alpha", { lifecycle: [{ postcondition: [condition('${self.status == "ACTIVE"}')] }] }),
          fresh: groupOf("fresh", {
            lifecycle: [{ postcondition: [condition('${self.status == "ACTIVE"}')] }],
          }),
        },
      },
    },
    state: [ALPHA],
  },
  {
    name: "postcondition-fails",
    configuration: {
      resource: group({
        lifecycle: [
          {
            postcondition: [
              condition('${self.version == "1.33"}', "It runs ${self.version}."),
              condition('${terraform.workspace != "x"}'),
            ],
          },
        ],
      }),
    },
    state: [ALPHA],
  },
  {
    name: "conditions-counted",
    configuration: {
      resource: {
        aws_eks_node_group: {
          a: {
            count: 2,
            ...groupOf('${["alpha", "beta"][count.index]}'),
            lifecycle: [
              {
                precondition: [condition("${count.index < 5}")],
                postcondition: [condition('${self.id != "x"}')],
              },
            ],
          },
          none: {
            count: 0,
            ...groupOf("gamma"),
            lifecycle: [{ precondition: [condition('${terraform.workspace != "x"}')] }],
          },
        },
      },
    },
    state: [
      { address: "aws_eks_node_group.a[0]", object: "demo:alpha" },
      { address: "aws_eks_node_group.a[1]", object: "demo:beta" },
    ],
  },
  {
    name: "data-postcondition",
    configuration: {
      data: {
        aws_ssm_parameter: {
          ami: {
            name: "/fleet/ami",
            lifecycle: [{ postcondition: [condition('${startswith(self.insecure_value, "ami-")}')] }],
          },
        },
      },
      resource: group(),
    },
    state: [ALPHA],
  },
  {
    name: "data-postcondition-fails",
    configuration: {
      data: {
        aws_ssm_parameter: {
          ami: {
            name: "/fleet/ami",
            lifecycle: [
              { postcondition: [condition('${startswith(self.insecure_value, "xyz-")}', "No image.")] },
            ],
          },
        },
      },
      resource: group(),
    },
    state: [ALPHA],
  },
  {
    name: "data-precondition-fails",
    configuration: {
      data: {
        aws_ssm_parameter: {
          ami: {
            name: "/fleet/ami",
            lifecycle: [{ precondition: [condition('${terraform.workspace == "x"}', "Never.")] }],
          },
        },
      },
      resource: group(),
    },
    state: [ALPHA],
  },
  {
    name: "output-preconditions",
    configuration: {
      resource: { ...group(), ...LATER },
      output: {
        good: { value: "x", precondition: [condition('${aws_eks_node_group.a.status == "ACTIVE"}')] },
        later: { value: "y", precondition: [condition('${terraform_data.later.output == "x"}')] },
      },
    },
    state: [ALPHA],
  },
  {
    name: "output-precondition-fails",
    configuration: {
      resource: group(),
      output: {
        bad: {
          value: "x",
          precondition: [
            condition('${aws_eks_node_group.a.status == "GONE"}', "It is ${aws_eks_node_group.a.status}."),
          ],
        },
      },
    },
    state: [ALPHA],
  },
  {
    name: "check-passes-and-fails",
    configuration: {
      resource: { ...group(), ...LATER },
      check: {
        good: { assert: [condition('${aws_eks_node_group.a.status == "ACTIVE"}')] },
        bad: {
          assert: [
            condition('${terraform.workspace != "x"}'),
            condition(
              '${aws_eks_node_group.a.version == "1.40"}',
              "It runs ${aws_eks_node_group.a.version}.",
            ),
          ],
        },
        later: { assert: [condition('${terraform_data.later.output == "x"}')] },
      },
    },
    state: [ALPHA],
  },
  {
    name: "check-data",
    configuration: {
      resource: group(),
      check: {
        image: {
          data: { aws_ssm_parameter: { ami: { name: "/fleet/ami" } } },
          assert: [condition('${data.aws_ssm_parameter.ami.insecure_value != ""}')],
        },
      },
    },
    state: [ALPHA],
  },
  {
    name: "check-data-fails",
    configuration: {
      resource: group(),
      check: {
        image: {
          data: { aws_ssm_parameter: { ami: { name: "/fleet/none" } } },
          assert: [condition('${data.aws_ssm_parameter.ami.insecure_value != ""}')],
        },
      },
    },
    state: [ALPHA],
  },
  {
    name: "check-data-pending",
    configuration: {
      resource: { aws_eks_node_group: { a: groupOf("alpha", { labels: { n: "1" } }) } },
      check: {
        image: {
          data: { aws_ssm_parameter: { ami: { name: "/fleet/ami", depends_on: ["aws_eks_node_group.a"] } } },
          assert: [condition('${data.aws_ssm_parameter.ami.insecure_value != ""}')],
        },
      },
    },
    state: [ALPHA],
  },
  {
    name: "check-refresh-only",
    configuration: {
      resource: group(),
      check: { bad: { assert: [condition('${aws_eks_node_group.a.version == "1.40"}', "Too old.")] } },
    },
    state: [ALPHA],
    how: { mode: "refresh-only" },
  },
  {
    name: "check-destroy",
    configuration: {
      resource: group(),
      check: {
        bad: {
          data: { aws_ssm_parameter: { ami: { name: "/fleet/ami" } } },
          assert: [condition('${aws_eks_node_group.a.version == "1.40"}', "Too old.")],
        },
      },
    },
    state: [ALPHA],
    how: { mode: "destroy" },
  },
  {
    name: "check-error-in-assertion",
    configuration: {
      resource: group(),
      check: { odd: { assert: [condition("${aws_eks_node_group.a.labels.none}")] } },
    },
    state: [ALPHA],
  },
  {
    name: "replace-triggered-by-resource",
    configuration: templatedStack(
      { image_id: "ami-00000000000000007" },
      { lifecycle: [{ replace_triggered_by: ["aws_launch_template.t"] }] },
    ),
    state: TEMPLATED,
  },
  {
    name: "replace-triggered-by-attribute",
    configuration: templatedStack(
      { tags: { Name: "other" } },
      { lifecycle: [{ replace_triggered_by: ["aws_launch_template.t.image_id"] }] },
    ),
    state: TEMPLATED,
  },
  {
    name: "replace-triggered-and-forced",
    configuration: templatedStack(
      { image_id: "ami-00000000000000007" },
      { disk_size: 99, lifecycle: [{ replace_triggered_by: ["aws_launch_template.t.latest_version"] }] },
    ),
    state: TEMPLATED,
  },
  {
    name: "replace-triggered-by-nothing",
    configuration: {
      resource: group({ lifecycle: [{ replace_triggered_by: ["aws_launch_template.none"] }] }),
    },
    state: [ALPHA],
  },
  {
    name: "create-before-destroy-upward",
    configuration: templatedStack({ name: "tpl-other" }, { lifecycle: [{ create_before_destroy: true }] }),
    state: TEMPLATED,
  },
  {
    name: "create-before-destroy-not-downward",
    configuration: templatedStack({ name: "tpl-other", lifecycle: [{ create_before_destroy: true }] }),
    state: TEMPLATED,
  },
  {
    name: "create-before-destroy-false-overridden",
    configuration: templatedStack(
      { name: "tpl-other", lifecycle: [{ create_before_destroy: false }] },
      { lifecycle: [{ create_before_destroy: true }] },
    ),
    state: TEMPLATED,
  },
  {
    name: "tainted",
    configuration: templatedStack(),
    state: [{ ...(TEMPLATED[0] ?? ALPHA), tainted: true }, ...TEMPLATED.slice(1)],
  },
  {
    name: "tainted-with-ignored",
    configuration: {
      resource: group({
        lifecycle: [{ ignore_changes: ["scaling_config[0].desired_size"], create_before_destroy: true }],
      }),
    },
    state: [{ ...ALPHA, tainted: true }],
    drift: (world) => changeGroup(world, "alpha", { scaling: { minSize: 1, maxSize: 3, desiredSize: 3 } }),
  },
  {
    name: "tainted-gone",
    configuration: { resource: group() },
    state: [{ ...ALPHA, tainted: true }],
    drift: (world) => void world.sandbox.world.tables.nodegroups.delete("123456789012/us-east-1/demo/alpha"),
  },
  {
    name: "tainted-no-refresh",
    configuration: { resource: group() },
    state: [{ ...ALPHA, tainted: true }],
    how: { refresh: false },
  },
];
