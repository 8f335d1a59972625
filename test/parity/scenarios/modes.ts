import { groupOf, templateId } from "../parity-world.js";
import type { Scenario } from "../scenario.js";
import { ALPHA, BETA, changeGroup, LATER, TEMPLATED, templatedStack } from "./parts.js";

const alpha = { aws_eks_node_group: { a: groupOf("alpha") } };
const labelled = { aws_eks_node_group: { a: groupOf("alpha", { labels: { team: "x" } }) } };
const relabel: Scenario["drift"] = (world) => changeGroup(world, "alpha", { labels: { team: "y" } });
const outputs = { a_labels: { value: "${aws_eks_node_group.a.labels}" } };

/** The planning modes: refresh-only, destroy, without refresh, targeted, forced replacement. */
export const modes: readonly Scenario[] = [
  {
    name: "refresh-only-unchanged",
    configuration: { resource: alpha },
    state: [ALPHA],
    how: { mode: "refresh-only" },
  },
  {
    name: "refresh-only-drift",
    configuration: { resource: labelled },
    state: [{ ...ALPHA, otherwise: { labels: { team: "x" } } }],
    drift: relabel,
    how: { mode: "refresh-only" },
  },
  {
    name: "refresh-only-drift-outputs",
    configuration: { resource: labelled, output: { ...outputs, fresh: { value: "new" } } },
    state: [ALPHA, BETA],
    stateOutputs: {
      a_labels: { value: { team: "x" }, type: ["map", "string"] },
      gone: { value: "x", type: "string" },
    },
    drift: relabel,
    how: { mode: "refresh-only" },
  },
  {
    name: "refresh-only-deleted",
    configuration: { resource: alpha, output: { id: { value: "${one(aws_eks_node_group.a[*].id)}" } } },
    state: [ALPHA],
    drift: (world) => void world.sandbox.world.tables.nodegroups.delete("123456789012/us-east-1/demo/alpha"),
    how: { mode: "refresh-only" },
  },
  {
    name: "refresh-only-new-resource",
    configuration: {
      resource: { aws_eks_node_group: { a: groupOf("alpha"), b: groupOf("fresh") } },
      output: { b: { value: "${aws_eks_node_group.b.arn}", sensitive: true } },
    },
    state: [ALPHA],
    how: { mode: "refresh-only" },
  },
  {
    name: "refresh-only-moved",
    configuration: {
      resource: { aws_eks_node_group: { b: groupOf("alpha") } },
      moved: [{ from: "aws_eks_node_group.a", to: "aws_eks_node_group.b" }],
    },
    state: [ALPHA],
    how: { mode: "refresh-only" },
  },
  {
    name: "refresh-only-tainted-deposed-orphan",
    configuration: { resource: alpha },
    state: [
      { ...ALPHA, tainted: true },
      { address: "aws_eks_node_group.a", object: "demo:beta", deposed: "00ab12cd" },
      { address: "aws_eks_node_group.gone", object: "demo:gamma" },
    ],
    how: { mode: "refresh-only" },
  },
  {
    name: "refresh-only-target",
    configuration: { resource: { aws_eks_node_group: { a: groupOf("alpha"), b: groupOf("beta") } } },
    state: [ALPHA, BETA],
    drift: (world) => {
      changeGroup(world, "alpha", { labels: { team: "y" } });
      changeGroup(world, "beta", { labels: { team: "z" } });
    },
    how: { mode: "refresh-only", targets: ["aws_eks_node_group.a"] },
  },
  {
    name: "drift-irrelevant",
    configuration: {
      resource: { aws_eks_node_group: { a: groupOf("alpha"), b: groupOf("beta", { labels: { n: "1" } }) } },
    },
    state: [{ ...ALPHA, otherwise: { release_version: "1.32.0-20240101" } }, BETA],
  },
  {
    name: "drift-ignored",
    configuration: {
      resource: {
        aws_eks_node_group: {
          a: groupOf("alpha", { lifecycle: [{ ignore_changes: ["scaling_config[0].desired_size"] }] }),
        },
      },
    },
    state: [ALPHA],
    drift: (world) => changeGroup(world, "alpha", { scaling: { minSize: 1, maxSize: 3, desiredSize: 3 } }),
  },
  {
    name: "drift-shown",
    configuration: { resource: labelled },
    state: [{ ...ALPHA, otherwise: { labels: { team: "x" } } }],
    drift: relabel,
  },
  {
    name: "drift-deleted",
    configuration: { resource: alpha },
    state: [ALPHA],
    drift: (world) => void world.sandbox.world.tables.nodegroups.delete("123456789012/us-east-1/demo/alpha"),
  },
  {
    name: "drift-template-version",
    configuration: templatedStack(),
    state: TEMPLATED,
    drift: (world) => {
      const { tables } = world.sandbox.world;
      tables.launchTemplateVersions.put({
        templateId: templateId(0),
        version: 4,
        createdAt: 1_770_000_000_000,
        createdBy: "arn:aws:iam::123456789012:root",
        data: { imageId: "ami-00000000000000009", instanceType: "m5.large" },
      });
      tables.launchTemplates.update(`123456789012/us-east-1/${templateId(0)}`, (row) => ({
        ...row,
        latestVersion: 4,
        defaultVersion: 1,
      }));
    },
  },
  {
    name: "no-refresh-drift-unseen",
    configuration: { resource: labelled },
    state: [{ ...ALPHA, otherwise: { labels: { team: "x" } } }],
    drift: relabel,
    how: { refresh: false },
  },
  {
    name: "no-refresh-with-data-source",
    configuration: {
      data: { aws_ssm_parameter: { ami: { name: "/fleet/ami" } } },
      resource: {
        aws_launch_template: { new: { image_id: "${data.aws_ssm_parameter.ami.insecure_value}" } },
      },
    },
    how: { refresh: false },
  },
  { name: "destroy", configuration: templatedStack(), state: TEMPLATED, how: { mode: "destroy" } },
  {
    name: "destroy-outputs-data",
    configuration: {
      ...templatedStack(),
      data: { aws_ssm_parameter: { ami: { name: "/fleet/ami" } } },
      output: { v: { value: "${aws_launch_template.t.latest_version}" } },
    },
    state: TEMPLATED,
    stateOutputs: { v: { value: 3, type: "number" }, s: { value: "x", type: "string", sensitive: true } },
    how: { mode: "destroy" },
  },
  {
    name: "destroy-data-of-resource",
    configuration: {
      ...templatedStack(),
      data: {
        aws_ssm_parameter: { ami: { name: "/fleet/ami" } },
        aws_launch_template: {
          of: { id: "${aws_launch_template.t.id}" },
          later: { name: "tpl-1", depends_on: ["aws_launch_template.t"] },
        },
      },
    },
    state: TEMPLATED,
    how: { mode: "destroy" },
  },
  {
    name: "destroy-invalid-without-refresh",
    configuration: templatedStack({ name: "x" }),
    state: TEMPLATED,
    how: { mode: "destroy", refresh: false },
  },
  {
    name: "target-invalid-elsewhere",
    configuration: { resource: { ...alpha, aws_launch_template: { bad: { name: "x" } } } },
    state: [ALPHA],
    how: { targets: ["aws_eks_node_group.a"] },
  },
  {
    name: "refresh-only-count-grown",
    configuration: {
      resource: {
        aws_eks_node_group: { a: { count: 3, ...groupOf('${["alpha", "beta", "gamma"][count.index]}') } },
      },
      output: { n: { value: "${length(aws_eks_node_group.a)}" } },
    },
    state: [{ address: "aws_eks_node_group.a[1]", object: "demo:beta" }],
    how: { mode: "refresh-only" },
  },
  {
    name: "destroy-target",
    configuration: templatedStack(),
    state: TEMPLATED,
    how: { mode: "destroy", targets: ["aws_launch_template.t"] },
  },
  {
    name: "destroy-prevented",
    configuration: {
      resource: { aws_eks_node_group: { a: groupOf("alpha", { lifecycle: [{ prevent_destroy: true }] }) } },
    },
    state: [ALPHA],
    how: { mode: "destroy" },
  },
  {
    name: "destroy-gone",
    configuration: templatedStack(),
    state: TEMPLATED,
    drift: (world) =>
      void world.sandbox.world.tables.nodegroups.delete("123456789012/us-east-1/demo/templated"),
    how: { mode: "destroy" },
  },
  { name: "destroy-nothing", configuration: { resource: alpha }, how: { mode: "destroy" } },
  {
    name: "target-dependency",
    configuration: {
      resource: {
        ...templatedStack({ image_id: "ami-00000000000000007" }).resource,
        ...LATER,
      },
      output: {
        v: { value: "${aws_launch_template.t.latest_version}" },
        w: { value: "${aws_eks_node_group.g.id}" },
      },
    },
    state: TEMPLATED,
    how: { targets: ["aws_launch_template.t"] },
  },
  {
    name: "target-dependant",
    configuration: {
      resource: {
        ...templatedStack({ image_id: "ami-00000000000000007" }).resource,
        ...LATER,
      },
    },
    state: TEMPLATED,
    how: { targets: ["aws_eks_node_group.g"] },
  },
  {
    name: "target-instance",
    configuration: {
      resource: {
        aws_eks_node_group: {
          a: { count: 2, ...groupOf('${["alpha", "beta"][count.index]}'), labels: { n: "1" } },
        },
      },
    },
    state: [
      { address: "aws_eks_node_group.a[0]", object: "demo:alpha" },
      { address: "aws_eks_node_group.a[1]", object: "demo:beta" },
    ],
    how: { targets: ["aws_eks_node_group.a[1]"] },
  },
  {
    name: "target-nothing-to-do",
    configuration: { resource: alpha },
    state: [ALPHA],
    how: { targets: ["aws_eks_node_group.a"] },
  },
  {
    name: "target-orphan",
    configuration: { resource: alpha },
    state: [ALPHA, { address: "aws_eks_node_group.gone", object: "demo:beta" }],
    how: { targets: ["aws_eks_node_group.gone"] },
  },
  {
    name: "replace",
    configuration: { resource: alpha },
    state: [ALPHA],
    how: { replace: ["aws_eks_node_group.a"] },
  },
  {
    name: "replace-with-change",
    configuration: {
      resource: { aws_eks_node_group: { a: groupOf("alpha", { disk_size: 50, labels: { n: "1" } }) } },
    },
    state: [ALPHA],
    how: { replace: ["aws_eks_node_group.a"] },
  },
  {
    name: "replace-not-in-state",
    configuration: { resource: alpha },
    how: { replace: ["aws_eks_node_group.a"] },
  },
  {
    name: "replace-unknown-address",
    configuration: { resource: alpha },
    state: [ALPHA],
    how: { replace: ["aws_eks_node_group.z"] },
  },
  {
    name: "replace-whole-of-counted",
    configuration: { resource: { aws_eks_node_group: { a: { count: 1, ...groupOf("alpha") } } } },
    state: [{ address: "aws_eks_node_group.a[0]", object: "demo:alpha" }],
    how: { replace: ["aws_eks_node_group.a"] },
  },
  {
    name: "replace-no-such-instance",
    configuration: { resource: { aws_eks_node_group: { a: { count: 1, ...groupOf("alpha") } } } },
    state: [{ address: "aws_eks_node_group.a[0]", object: "demo:alpha" }],
    how: { replace: ["aws_eks_node_group.a[7]"] },
  },
];
