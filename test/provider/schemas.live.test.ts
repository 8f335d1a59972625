import { z } from "zod";
import { type BlockSchema, providerRegistry, type Schema } from "../../modules/provider/index.js";
import { startLiveTerraform } from "../_helpers/live-terraform.js";
import { describeWith } from "../_helpers/live-tools.js";

/** What both `terraform providers schema -json` and our schemas say, in one form. */
interface PlainBlock {
  readonly attributes: { readonly [name: string]: object };
  readonly blocks: { readonly [name: string]: object };
  readonly deprecated: boolean;
}

const flag = z.boolean().default(false);
const attributeJson = z.looseObject({
  type: z.json(),
  required: flag,
  optional: flag,
  computed: flag,
  sensitive: flag,
  deprecated: flag,
});
interface BlockJson {
  attributes: { [name: string]: z.infer<typeof attributeJson> };
  block_types: {
    [name: string]: { nesting_mode: string; min_items: number; max_items: number; block: BlockJson };
  };
  deprecated: boolean;
}
const blockJson: z.ZodType<BlockJson> = z.looseObject({
  attributes: z.record(z.string(), attributeJson).default({}),
  block_types: z
    .record(
      z.string(),
      z.looseObject({
        nesting_mode: z.string(),
        min_items: z.number().default(0),
        max_items: z.number().default(0),
        block: z.lazy(() => blockJson),
      }),
    )
    .default({}),
  deprecated: flag,
});
const schemaJson = z.looseObject({ version: z.number(), block: blockJson });
const document = z.looseObject({
  provider_schemas: z.record(
    z.string(),
    z.looseObject({
      resource_schemas: z.record(z.string(), z.unknown()),
      data_source_schemas: z.record(z.string(), z.unknown()),
    }),
  ),
});

function terraformBlock(block: BlockJson): PlainBlock {
  return {
    attributes: mapped(block.attributes, ({ type, required, optional, computed, sensitive, deprecated }) => ({
      type,
      required,
      optional,
      computed,
      sensitive,
      deprecated,
    })),
    blocks: mapped(block.block_types, (nested) => ({
      nesting: nested.nesting_mode,
      min: nested.min_items,
      max: nested.max_items,
      block: terraformBlock(nested.block),
    })),
    deprecated: block.deprecated,
  };
}

function ourBlock(block: BlockSchema, deprecated = false): PlainBlock {
  return {
    attributes: mapped(block.attributes, (attribute) => ({
      type: attribute.type,
      required: attribute.required ?? false,
      optional: attribute.optional ?? false,
      computed: attribute.computed ?? false,
      sensitive: attribute.sensitive ?? false,
      deprecated: attribute.deprecated ?? false,
    })),
    blocks: mapped(block.blocks, (nested) => ({
      nesting: nested.nesting,
      min: nested.minItems ?? 0,
      max: nested.maxItems ?? 0,
      block: ourBlock(nested.block, nested.deprecated),
    })),
    deprecated,
  };
}

function mapped<From, To>(
  from: { readonly [name: string]: From },
  map: (value: From) => To,
): { [name: string]: To } {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, map(value)]));
}

const DATA_SOURCES = [
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
];

describeWith("terraform", "the schemas of provider 5.100", () => {
  let schemas: z.infer<typeof document>["provider_schemas"][string];
  beforeAll(async () => {
    const terraform = await startLiveTerraform({});
    try {
      terraform.configure({ terraform: { required_providers: { aws: { source: "hashicorp/aws" } } } });
      await terraform.run(["init", "-no-color"]);
      const { output } = await terraform.run(["providers", "schema", "-json"]);
      const [only] = Object.values(document.parse(JSON.parse(output)).provider_schemas);
      if (only === undefined) throw new Error("no provider schema");
      schemas = only;
    } finally {
      await terraform.close();
    }
  }, 120_000);

  const expectSame = (ours: Schema | undefined, theirs: unknown): void => {
    const { version, block } = schemaJson.parse(theirs);
    expect(ours?.version).toBe(version);
    expect(ours && ourBlock(ours.block)).toEqual(terraformBlock(block));
  };

  test.each(["aws_eks_node_group", "aws_launch_template"])(
    "of %s are Terraform's to the last flag",
    (type) => {
      expectSame(providerRegistry().resourceType(type)?.schema, schemas.resource_schemas[type]);
    },
  );

  test.each(DATA_SOURCES)("of data.%s are Terraform's to the last flag", (type) => {
    expectSame(providerRegistry().dataSource(type)?.schema, schemas.data_source_schemas[type]);
  });
});
