import { groupOf } from "../parity-world.js";
import type { Scenario } from "../scenario.js";
import { ALPHA, LATER, TEMPLATED, templatedStack } from "./parts.js";

const group = (more = {}) => ({ aws_eks_node_group: { a: groupOf("alpha", more) } });
const counted = (count: string | number) => ({ aws_eks_node_group: { a: { count, ...groupOf("alpha") } } });
const keyed = (keys: unknown) => ({
  aws_eks_node_group: { a: { for_each: keys as string, ...groupOf("alpha") } },
});

/** Repetition, dynamic blocks, variables, outputs. */
export const expressions: readonly Scenario[] = [
  {
    name: "count-unknown",
    configuration: { resource: { ...counted("${length(terraform_data.later.output)}"), ...LATER } },
  },
  { name: "count-negative", configuration: { resource: counted(-1) } },
  { name: "count-fraction", configuration: { resource: counted("${1 / 2}") } },
  { name: "count-null", configuration: { resource: counted("${null}") } },
  { name: "count-text", configuration: { resource: counted("many") } },
  {
    name: "count-sensitive",
    configuration: { variable: { n: { default: 1, sensitive: true } }, resource: counted("${var.n}") },
  },
  {
    name: "for-each-unknown-map",
    configuration: { resource: { ...keyed("${terraform_data.later.output}"), ...LATER } },
  },
  {
    name: "for-each-unknown-set",
    configuration: { resource: { ...keyed("${toset([terraform_data.later.output])}"), ...LATER } },
  },
  {
    name: "for-each-unknown-keys",
    configuration: { resource: { ...keyed("${{ (terraform_data.later.id) = 1 }}"), ...LATER } },
  },
  {
    name: "for-each-sensitive",
    configuration: {
      variable: { s: { default: ["a"], type: "set(string)", sensitive: true } },
      resource: keyed("${var.s}"),
    },
  },
  { name: "for-each-null", configuration: { resource: keyed("${null}") } },
  { name: "for-each-list", configuration: { resource: keyed('${["a", "b"]}') } },
  { name: "for-each-text", configuration: { resource: keyed("abc") } },
  { name: "for-each-set-of-numbers", configuration: { resource: keyed("${toset([1, 2])}") } },
  { name: "for-each-null-element", configuration: { resource: keyed('${toset(["a", null])}') } },
  {
    name: "for-each-unknown-values",
    configuration: {
      resource: {
        aws_eks_node_group: {
          a: {
            for_each: "${{ x = terraform_data.later.output }}",
            ...groupOf("fresh"),
            labels: { v: "${each.value}" },
          },
        },
        ...LATER,
      },
    },
  },
  {
    name: "dynamic-blocks",
    configuration: {
      variable: { taints: { default: { a: "1", b: "2" }, type: "map(string)" } },
      resource: {
        aws_eks_node_group: {
          a: {
            ...groupOf("alpha"),
            dynamic: {
              taint: {
                for_each: "${var.taints}",
                iterator: "t",
                content: { key: "${t.key}", value: "${t.value}", effect: "NO_SCHEDULE" },
              },
              update_config: { for_each: "${[1]}", content: { max_unavailable: 2 } },
            },
          },
        },
      },
    },
    state: [ALPHA],
  },
  {
    name: "dynamic-unknown",
    configuration: {
      resource: {
        aws_eks_node_group: {
          a: {
            ...groupOf("alpha"),
            dynamic: {
              taint: {
                for_each: "${toset([terraform_data.later.output])}",
                content: { key: "${taint.value}", effect: "NO_SCHEDULE" },
              },
            },
          },
          fresh: {
            ...groupOf("fresh"),
            dynamic: {
              taint: {
                for_each: "${terraform_data.later.output}",
                content: { key: "k", effect: "NO_SCHEDULE" },
              },
            },
          },
        },
        ...LATER,
      },
    },
    state: [ALPHA],
  },
  {
    name: "dynamic-sensitive",
    configuration: {
      variable: { s: { default: { a: "1" }, type: "map(string)", sensitive: true } },
      resource: {
        aws_eks_node_group: {
          a: {
            ...groupOf("alpha"),
            dynamic: {
              taint: {
                for_each: "${var.s}",
                content: { key: "k", value: "${taint.value}", effect: "NO_SCHEDULE" },
              },
            },
          },
        },
      },
    },
    state: [ALPHA],
  },
  {
    name: "variables-of-all-sources",
    configuration: {
      variable: {
        from_default: { default: "default" },
        from_env: { default: "default" },
        from_tfvars: { default: "default" },
        from_auto: { default: "default" },
        from_later_auto: { default: "default" },
        from_file: { default: "default" },
        from_flag: { default: "default", description: "The last word." },
        complex: { type: "object({ a = string, b = optional(number, 7) })", default: { a: "x" } },
        list: { type: "list(number)", default: ["1", 2] },
        none: { default: null, type: "string" },
        hidden: { default: "h", sensitive: true },
      },
      resource: {
        aws_eks_node_group: {
          a: groupOf("alpha", {
            labels: {
              a: "${var.from_default}",
              b: "${var.from_env}",
              c: "${var.from_tfvars}",
              d: "${var.from_auto}",
              e: "${var.from_later_auto}",
              f: "${var.from_file}",
              g: "${var.from_flag}",
              h: "${var.complex.b}",
              i: "${var.list[0]}",
              j: '${coalesce(var.none, "none")}',
              k: "${var.hidden}",
            },
          }),
        },
      },
    },
    state: [ALPHA],
    env: {
      TF_VAR_from_env: "env",
      TF_VAR_from_tfvars: "env",
      TF_VAR_list: "[3,4]",
      TF_VAR_complex: '{"a":"env"}',
    },
    files: {
      "terraform.tfvars.json": JSON.stringify({ from_tfvars: "tfvars", from_auto: "tfvars" }),
      "a.auto.tfvars.json": JSON.stringify({ from_auto: "a", from_later_auto: "a", from_file: "a" }),
      "b.auto.tfvars.json": JSON.stringify({ from_later_auto: "b", from_flag: "b" }),
      "more.json": JSON.stringify({ from_file: "file", from_flag: "file" }),
    },
    varFiles: ["more.json"],
    variables: { from_flag: "flag" },
  },
  {
    name: "variable-validation",
    configuration: {
      variable: {
        n: {
          default: 1,
          type: "number",
          validation: [
            { condition: "${var.n > 5}", error_message: "The number ${var.n} is too small." },
            { condition: "${var.n < 100}", error_message: "Too big." },
          ],
        },
        m: {
          default: "x",
          validation: [{ condition: '${var.m != "y" && var.n > 0}', error_message: "Not y." }],
        },
      },
      resource: group(),
    },
    state: [ALPHA],
  },
  {
    name: "variable-validation-passes",
    configuration: {
      variable: {
        n: {
          default: 7,
          type: "number",
          validation: [{ condition: "${var.n > 5}", error_message: "Too small." }],
        },
      },
      resource: group(),
    },
    state: [ALPHA],
  },
  {
    name: "variable-required",
    configuration: { variable: { n: { type: "number" } }, resource: group({ labels: { n: "${var.n}" } }) },
    state: [ALPHA],
  },
  {
    name: "variable-wrong-type",
    configuration: {
      variable: { n: { type: "number", default: 1 } },
      resource: group({ labels: { n: "${var.n}" } }),
    },
    state: [ALPHA],
    variables: { n: "many" },
  },
  {
    name: "variable-undeclared",
    configuration: { variable: { n: { type: "number", default: 1 } }, resource: group() },
    state: [ALPHA],
    variables: { m: "1" },
  },
  {
    name: "variable-undeclared-in-file",
    configuration: { variable: { n: { type: "number", default: 1 } }, resource: group() },
    state: [ALPHA],
    files: { "more.json": JSON.stringify({ m: 1, n: 2 }) },
    varFiles: ["more.json"],
  },
  {
    name: "variable-not-nullable",
    configuration: {
      variable: { n: { type: "string", default: "fallback", nullable: false } },
      resource: group({ labels: { n: "${var.n}" } }),
    },
    state: [ALPHA],
    files: { "terraform.tfvars.json": JSON.stringify({ n: null }) },
  },
  {
    name: "variable-not-nullable-no-default",
    configuration: {
      variable: { n: { type: "string", nullable: false } },
      resource: group({ labels: { n: "${var.n}" } }),
    },
    state: [ALPHA],
    files: { "terraform.tfvars.json": JSON.stringify({ n: null }) },
  },
  {
    name: "variable-ephemeral",
    configuration: {
      variable: { e: { type: "string", default: "x", ephemeral: true }, n: { default: "y" } },
      resource: group({ labels: { n: "${var.n}" } }),
      output: { o: { value: "${ephemeralasnull(var.e)}" } },
    },
    state: [ALPHA],
  },
  {
    name: "variable-ephemeral-misused",
    configuration: {
      variable: { e: { type: "string", default: "x", ephemeral: true } },
      resource: group({ labels: { n: "${var.e}" } }),
    },
    state: [ALPHA],
  },
  {
    name: "outputs",
    configuration: {
      variable: { s: { default: "hidden", sensitive: true } },
      resource: { ...group(), ...LATER },
      output: {
        kept: { value: "same" },
        changed: { value: "${aws_eks_node_group.a.version}", description: "Told." },
        later: { value: "${terraform_data.later.output}" },
        partly: { value: "${{ a = 1, b = terraform_data.later.output }}" },
        secret: { value: "${var.s}", sensitive: true },
        becomes_secret: { value: "x", sensitive: true },
        was_secret: { value: "x" },
        nothing: { value: "${null}" },
        list: { value: "${[for s in aws_eks_node_group.a.subnet_ids : upper(s)]}" },
        set: { value: "${aws_eks_node_group.a.subnet_ids}" },
        whole: { value: "${aws_eks_node_group.a.scaling_config}" },
        number: { value: 1.5 },
        truth: { value: true },
      },
    },
    state: [ALPHA],
    stateOutputs: {
      kept: { value: "same", type: "string" },
      changed: { value: "1.31", type: "string" },
      later: { value: "old", type: "string" },
      becomes_secret: { value: "x", type: "string" },
      was_secret: { value: "x", type: "string", sensitive: true },
      gone: { value: [1, 2], type: ["tuple", ["number", "number"]] },
      gone_secret: { value: "x", type: "string", sensitive: true },
    },
  },
  {
    name: "output-sensitive-unmarked",
    configuration: {
      variable: { s: { default: "hidden", sensitive: true } },
      resource: group(),
      output: { o: { value: "${var.s}" } },
    },
    state: [ALPHA],
  },
  {
    name: "sensitive-becomes",
    configuration: {
      variable: { s: { default: { team: "x" }, sensitive: true } },
      resource: group({ labels: "${var.s}" }),
    },
    state: [{ ...ALPHA, otherwise: { labels: { team: "x" } } }],
    how: { refresh: false },
  },
  {
    name: "sensitive-in-state",
    configuration: { resource: group({ labels: { team: "x" } }) },
    state: [
      {
        ...ALPHA,
        otherwise: { labels: { team: "x" } },
        sensitive: [[{ type: "get_attr", value: "labels" }]],
      },
    ],
    how: { refresh: false },
  },
  {
    name: "data-read-now-and-later",
    configuration: {
      data: {
        aws_ssm_parameter: {
          now: { name: "/fleet/ami" },
          later: { name: "${terraform_data.later.output}" },
          depends: { name: "/fleet/ami", depends_on: ["terraform_data.later"] },
        },
      },
      resource: {
        aws_launch_template: {
          new: {
            image_id: "${data.aws_ssm_parameter.depends.insecure_value}",
            user_data: "${data.aws_ssm_parameter.now.value}",
          },
        },
        ...LATER,
      },
      output: { v: { value: "${nonsensitive(data.aws_ssm_parameter.now.value)}" } },
    },
  },
  {
    name: "data-missing",
    configuration: { data: { aws_ssm_parameter: { none: { name: "/fleet/none" } } } },
  },
  {
    name: "provider-tags",
    configuration: templatedStack({}, { tags: { Own: "1" } }),
    state: TEMPLATED,
    provider: {
      default_tags: [{ tags: { Team: "x", Name: "by default" } }],
      ignore_tags: [{ keys: ["Name"] }],
    },
  },
  {
    name: "depends-on-changed",
    configuration: {
      resource: {
        aws_eks_node_group: { a: groupOf("alpha", { depends_on: ["terraform_data.later"] }) },
        ...LATER,
      },
    },
    state: [{ ...ALPHA, dependencies: ["aws_launch_template.gone"] }],
  },
];
