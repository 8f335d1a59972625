import { groupOf, templateId } from "../parity-world.js";
import type { Scenario } from "../scenario.js";
import { ALPHA, BETA, LATER, TEMPLATED, templatedStack } from "./parts.js";

const group = (name: string, more = {}) => ({ aws_eks_node_group: { a: groupOf(name, more) } });
const goneAlpha: Scenario["drift"] = (world) =>
  void world.sandbox.world.tables.nodegroups.delete("123456789012/us-east-1/demo/alpha");

/** Blocks that change addresses or what is managed: import, removed, moved. */
export const blocks: readonly Scenario[] = [
  {
    name: "import-no-op",
    configuration: { resource: group("alpha"), import: [{ to: "aws_eks_node_group.a", id: "demo:alpha" }] },
  },
  {
    name: "import-update",
    configuration: {
      resource: group("alpha", { labels: { team: "x" } }),
      import: [{ to: "aws_eks_node_group.a", id: "demo:alpha" }],
    },
  },
  {
    name: "import-replace",
    configuration: {
      resource: group("alpha", { disk_size: 50 }),
      import: [{ to: "aws_eks_node_group.a", id: "demo:alpha" }],
    },
  },
  {
    name: "import-for-each",
    configuration: {
      resource: {
        aws_eks_node_group: {
          a: { for_each: '${toset(["alpha", "beta"])}', ...groupOf("${each.key}") },
        },
      },
      import: [
        {
          for_each: '${toset(["alpha", "beta"])}',
          to: "aws_eks_node_group.a[each.key]",
          id: "demo:${each.key}",
        },
      ],
    },
  },
  {
    name: "import-missing",
    configuration: { resource: group("fresh"), import: [{ to: "aws_eks_node_group.a", id: "demo:fresh" }] },
  },
  {
    name: "import-missing-template",
    configuration: {
      resource: { aws_launch_template: { t: { image_id: "ami-00000000000000001" } } },
      import: [{ to: "aws_launch_template.t", id: "lt-0fffffffffffffff0" }],
    },
  },
  {
    name: "import-template",
    configuration: {
      resource: templatedStack({ image_id: "ami-00000000000000007" }).resource,
      import: [
        { to: "aws_launch_template.t", id: templateId(0) },
        { to: "aws_eks_node_group.g", id: "demo:templated" },
      ],
    },
  },
  {
    name: "import-already-in-state",
    configuration: { resource: group("alpha"), import: [{ to: "aws_eks_node_group.a", id: "demo:beta" }] },
    state: [ALPHA],
  },
  {
    name: "import-without-configuration",
    configuration: { resource: group("alpha"), import: [{ to: "aws_eks_node_group.z", id: "demo:beta" }] },
    state: [ALPHA],
  },
  {
    name: "import-unknown-id",
    configuration: {
      resource: { ...group("alpha"), ...LATER },
      import: [{ to: "aws_eks_node_group.a", id: "demo:${terraform_data.later.output}" }],
    },
  },
  {
    name: "import-bad-id",
    configuration: { resource: group("alpha"), import: [{ to: "aws_eks_node_group.a", id: "alpha" }] },
  },
  {
    name: "import-empty-id",
    configuration: { resource: group("alpha"), import: [{ to: "aws_eks_node_group.a", id: "" }] },
  },
  {
    name: "import-instance-not-configured",
    configuration: {
      resource: { aws_eks_node_group: { a: { count: 1, ...groupOf("alpha") } } },
      import: [{ to: "aws_eks_node_group.a[3]", id: "demo:alpha" }],
    },
  },
  {
    name: "import-refresh-only",
    configuration: { resource: group("alpha"), import: [{ to: "aws_eks_node_group.a", id: "demo:alpha" }] },
    how: { mode: "refresh-only" },
  },
  {
    name: "import-destroy",
    configuration: {
      resource: { aws_eks_node_group: { a: groupOf("alpha"), b: groupOf("beta") } },
      import: [{ to: "aws_eks_node_group.a", id: "demo:alpha" }],
    },
    state: [BETA],
    how: { mode: "destroy" },
  },
  {
    name: "removed-forget",
    configuration: {
      resource: group("alpha"),
      removed: [{ from: "aws_eks_node_group.b", lifecycle: [{ destroy: false }] }],
    },
    state: [ALPHA, BETA],
  },
  {
    name: "removed-destroy",
    configuration: {
      resource: group("alpha"),
      removed: [{ from: "aws_eks_node_group.b", lifecycle: [{ destroy: true }] }],
    },
    state: [ALPHA, BETA],
  },
  {
    name: "removed-still-declared",
    configuration: {
      resource: group("alpha"),
      removed: [{ from: "aws_eks_node_group.a", lifecycle: [{ destroy: false }] }],
    },
    state: [ALPHA],
  },
  {
    name: "removed-forget-refresh-only",
    configuration: {
      resource: group("alpha"),
      removed: [{ from: "aws_eks_node_group.b", lifecycle: [{ destroy: false }] }],
    },
    state: [ALPHA, BETA],
    how: { mode: "refresh-only" },
  },
  {
    name: "removed-forget-counted",
    configuration: { removed: [{ from: "aws_eks_node_group.a", lifecycle: [{ destroy: false }] }] },
    state: [
      { address: "aws_eks_node_group.a[0]", object: "demo:alpha" },
      { address: "aws_eks_node_group.a[1]", object: "demo:beta", tainted: true },
      { address: "aws_eks_node_group.a[1]", object: "demo:gamma", deposed: "00ab12cd" },
    ],
  },
  {
    name: "moved",
    configuration: {
      resource: { aws_eks_node_group: { b: groupOf("alpha") } },
      moved: [{ from: "aws_eks_node_group.a", to: "aws_eks_node_group.b" }],
    },
    state: [ALPHA],
  },
  {
    name: "moved-and-changed",
    configuration: {
      resource: {
        aws_eks_node_group: {
          b: groupOf("alpha", { labels: { n: "1" } }),
          c: groupOf("beta", { disk_size: 50 }),
        },
      },
      moved: [
        { from: "aws_eks_node_group.a", to: "aws_eks_node_group.b" },
        { from: "aws_eks_node_group.x", to: "aws_eks_node_group.c" },
      ],
    },
    state: [ALPHA, { address: "aws_eks_node_group.x", object: "demo:beta" }],
  },
  {
    name: "moved-chain",
    configuration: {
      resource: { aws_eks_node_group: { c: groupOf("alpha") } },
      moved: [
        { from: "aws_eks_node_group.b", to: "aws_eks_node_group.c" },
        { from: "aws_eks_node_group.a", to: "aws_eks_node_group.b" },
      ],
    },
    state: [ALPHA],
  },
  {
    name: "moved-to-for-each",
    configuration: {
      resource: {
        aws_eks_node_group: { a: { for_each: '${toset(["alpha", "beta"])}', ...groupOf("${each.key}") } },
      },
      moved: [
        { from: "aws_eks_node_group.a[0]", to: 'aws_eks_node_group.a["alpha"]' },
        { from: "aws_eks_node_group.a[1]", to: 'aws_eks_node_group.a["beta"]' },
      ],
    },
    state: [
      { address: "aws_eks_node_group.a[0]", object: "demo:alpha" },
      { address: "aws_eks_node_group.a[1]", object: "demo:beta" },
    ],
  },
  {
    name: "moved-count-added",
    configuration: { resource: { aws_eks_node_group: { a: { count: 1, ...groupOf("alpha") } } } },
    state: [ALPHA],
  },
  {
    name: "moved-count-removed",
    configuration: { resource: group("alpha") },
    state: [
      { address: "aws_eks_node_group.a[0]", object: "demo:alpha" },
      { address: "aws_eks_node_group.a[1]", object: "demo:beta" },
    ],
  },
  {
    name: "moved-blocked",
    configuration: {
      resource: { aws_eks_node_group: { b: groupOf("beta") } },
      moved: [{ from: "aws_eks_node_group.a", to: "aws_eks_node_group.b" }],
    },
    state: [ALPHA, BETA],
  },
  {
    name: "moved-no-target",
    configuration: {
      resource: { aws_eks_node_group: { z: groupOf("beta") } },
      moved: [{ from: "aws_eks_node_group.a", to: "aws_eks_node_group.b" }],
    },
    state: [ALPHA, { address: "aws_eks_node_group.z", object: "demo:beta" }],
  },
  {
    name: "moved-source-still-declared",
    configuration: {
      resource: { aws_eks_node_group: { a: groupOf("alpha"), b: groupOf("beta") } },
      moved: [{ from: "aws_eks_node_group.a", to: "aws_eks_node_group.b" }],
    },
    state: [ALPHA],
  },
  {
    name: "moved-target-incomplete",
    configuration: {
      resource: { aws_eks_node_group: { b: groupOf("alpha"), c: groupOf("beta") } },
      moved: [{ from: "aws_eks_node_group.a", to: "aws_eks_node_group.b" }],
    },
    state: [ALPHA, { address: "aws_eks_node_group.c", object: "demo:beta" }],
    how: { targets: ["aws_eks_node_group.c"] },
  },
  {
    name: "moved-type-mismatch",
    configuration: {
      resource: { aws_launch_template: { t: { image_id: "ami-00000000000000001" } } },
      moved: [{ from: "aws_eks_node_group.a", to: "aws_launch_template.t" }],
    },
    state: [ALPHA],
  },
  {
    name: "moved-destroy",
    configuration: {
      resource: { aws_eks_node_group: { b: groupOf("alpha") } },
      moved: [{ from: "aws_eks_node_group.a", to: "aws_eks_node_group.b" }],
    },
    state: [ALPHA],
    how: { mode: "destroy" },
  },
  {
    name: "moved-drifted",
    configuration: {
      resource: { aws_eks_node_group: { b: groupOf("alpha", { labels: { team: "x" } }) } },
      moved: [{ from: "aws_eks_node_group.a", to: "aws_eks_node_group.b" }],
    },
    state: [{ ...ALPHA, otherwise: { labels: { team: "x" } } }],
  },
  {
    name: "moved-deleted-outside",
    configuration: {
      resource: { aws_eks_node_group: { b: groupOf("alpha") } },
      moved: [{ from: "aws_eks_node_group.a", to: "aws_eks_node_group.b" }],
    },
    state: [ALPHA],
    drift: goneAlpha,
  },
  {
    name: "orphans-of-all-kinds",
    configuration: {
      resource: {
        aws_eks_node_group: {
          counted: { count: 1, ...groupOf("alpha") },
          keyed: { for_each: '${toset(["x"])}', ...groupOf("beta") },
          plain: groupOf("gamma"),
        },
      },
    },
    state: [
      { address: "aws_eks_node_group.counted[0]", object: "demo:alpha" },
      { address: "aws_eks_node_group.counted[1]", object: "demo:delta" },
      { address: 'aws_eks_node_group.counted["k"]', object: "demo:delta" },
      { address: 'aws_eks_node_group.keyed["x"]', object: "demo:beta" },
      { address: 'aws_eks_node_group.keyed["y"]', object: "demo:delta" },
      { address: "aws_eks_node_group.plain", object: "demo:gamma" },
      { address: 'aws_eks_node_group.plain["k"]', object: "demo:delta" },
      { address: "aws_eks_node_group.gone", object: "demo:delta" },
    ],
  },
  {
    name: "orphan-gone-outside",
    configuration: { resource: { aws_eks_node_group: { b: groupOf("beta") } } },
    state: [ALPHA, BETA],
    drift: goneAlpha,
  },
  {
    name: "orphan-drifted",
    configuration: { resource: { aws_eks_node_group: { b: groupOf("beta") } } },
    state: [{ ...ALPHA, otherwise: { labels: { team: "x" } } }, BETA],
  },
  {
    name: "orphan-with-prevent-destroy-gone",
    configuration: {
      resource: {
        aws_eks_node_group: { a: { count: 0, ...groupOf("alpha"), lifecycle: [{ prevent_destroy: true }] } },
      },
    },
    state: [{ address: "aws_eks_node_group.a[0]", object: "demo:alpha" }],
  },
  {
    name: "deposed-and-tainted",
    configuration: templatedStack(),
    state: [
      TEMPLATED[0] ?? ALPHA,
      { ...(TEMPLATED[1] ?? ALPHA), tainted: true },
      { address: "aws_eks_node_group.g", object: "demo:beta", deposed: "00ab12cd" },
      { address: "aws_eks_node_group.g", object: "demo:gamma", deposed: "11ab12cd" },
    ],
  },
  {
    name: "deposed-gone",
    configuration: templatedStack(),
    state: [...TEMPLATED, { address: "aws_eks_node_group.g", object: "demo:alpha", deposed: "00ab12cd" }],
    drift: goneAlpha,
  },
  {
    name: "deposed-only",
    configuration: { resource: group("fresh") },
    state: [{ address: "aws_eks_node_group.a", object: "demo:alpha", deposed: "00ab12cd" }],
  },
  {
    name: "deposed-orphan",
    configuration: { resource: { aws_eks_node_group: { b: groupOf("beta") } } },
    state: [{ address: "aws_eks_node_group.a", object: "demo:alpha", deposed: "00ab12cd" }, BETA],
  },
];
