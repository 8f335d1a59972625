import type { ProviderRegistry, ResourceType } from "../../modules/provider/index.js";
import { providerRegistry } from "../../modules/provider/index.js";
import {
  isWhollyKnown,
  type ObjectValue,
  type Path,
  UNKNOWN,
  valuesEqual,
} from "../../modules/values/index.js";

/** Terraform's own `terraform_data`, as far as planning goes: the usual source of unknown values. */
const terraformData: ResourceType = {
  type: "terraform_data",
  schema: {
    version: 0,
    block: {
      attributes: {
        id: { type: "string", computed: true },
        input: { type: "dynamic", optional: true },
        output: { type: "dynamic", computed: true },
        triggers_replace: { type: "dynamic", optional: true },
      },
      blocks: {},
    },
  },
  validate: () => [],
  planResourceChange: ({ prior, proposed }) => {
    if (prior === null)
      return {
        planned: {
          ...proposed,
          id: UNKNOWN,
          output: proposed.input === null ? null : UNKNOWN,
        },
        requiresReplace: [],
      };
    const inputKept = same(prior, proposed, "input");
    const triggersKept = same(prior, proposed, "triggers_replace");
    const requiresReplace: readonly Path[] = triggersKept ? [] : [["triggers_replace"]];
    if (!triggersKept) return { planned: { ...proposed, id: UNKNOWN }, requiresReplace };
    return { planned: inputKept ? prior : { ...proposed, output: UNKNOWN }, requiresReplace };
  },
  naturalKey: () => null,
  importStub: (id) => ({ id }),
  read: async (prior) => prior,
  operations: () => [],
  execute: async () => ({}),
};

function same(left: ObjectValue, right: ObjectValue, name: string): boolean {
  const value = right[name] ?? null;
  return isWhollyKnown(value) && valuesEqual(left[name] ?? null, value);
}

/** The provider's registry and `terraform_data` beside it. */
export function parityRegistry(): ProviderRegistry {
  const aws = providerRegistry();
  return {
    release: aws.release,
    resourceType: (type) => (type === "terraform_data" ? terraformData : aws.resourceType(type)),
    dataSource: (type) => aws.dataSource(type),
  };
}
