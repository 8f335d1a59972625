import type { Type } from "../../values/index.js";
import type { AttributeSchema, BlockSchema } from "../schema.js";

/**
 * A schema as Terraform's legacy SDK (SDKv2) sees it: nested blocks and attributes alike are fields, a block
 * being a list or set whose elements are objects.
 */
export type Field = PrimitiveField | MapField | CollectionField;

interface Behaviour {
  readonly computed: boolean;
  readonly required: boolean;
  readonly forceNew: boolean;
}

export interface PrimitiveField extends Behaviour {
  readonly kind: "primitive";
  readonly type: "string" | "number" | "bool";
  /** The default's text. */
  readonly defaultText: string | undefined;
  readonly suppressDiff: AttributeSchema["suppressDiff"];
}

export interface MapField extends Behaviour {
  readonly kind: "map";
  readonly element: "string" | "number" | "bool";
}

export interface CollectionField extends Behaviour {
  readonly kind: "list" | "set";
  readonly element: PrimitiveField | ObjectFields;
  /** A nested block: never null, and absent for the SDK when empty. */
  readonly isBlock: boolean;
  /** Whether a default stands somewhere inside: equal values may differ for the SDK then. */
  readonly hasDefaults: boolean;
}

export interface ObjectFields {
  readonly kind: "object";
  readonly fields: ReadonlyMap<string, Field>;
}

const compiled = new WeakMap<BlockSchema, ObjectFields>();

/** The fields of a block, in name order. `timeouts` is no field: the SDK keeps it aside. */
export function fieldsOf(block: BlockSchema): ObjectFields {
  const known = compiled.get(block);
  if (known !== undefined) return known;
  const entries: [string, Field][] = [];
  for (const [name, attribute] of Object.entries(block.attributes))
    entries.push([name, attributeField(attribute)]);
  for (const [name, nested] of Object.entries(block.blocks)) {
    if (nested.nesting === "single") continue;
    entries.push([
      name,
      {
        kind: nested.nesting,
        element: fieldsOf(nested.block),
        isBlock: true,
        hasDefaults: hasDefaults(nested.block),
        computed: nested.computed ?? false,
        required: (nested.minItems ?? 0) > 0,
        forceNew: nested.forceNew ?? false,
      },
    ]);
  }
  entries.sort(([left], [right]) => (left < right ? -1 : 1));
  const fields: ObjectFields = { kind: "object", fields: new Map(entries) };
  compiled.set(block, fields);
  return fields;
}

function hasDefaults(block: BlockSchema): boolean {
  return (
    Object.values(block.attributes).some((attribute) => attribute.default !== undefined) ||
    Object.values(block.blocks).some((nested) => hasDefaults(nested.block))
  );
}

function attributeField(attribute: AttributeSchema): Field {
  const behaviour: Behaviour = {
    computed: attribute.computed ?? false,
    required: attribute.required ?? false,
    forceNew: attribute.forceNew ?? false,
  };
  const { type } = attribute;
  if (typeof type === "string")
    return primitiveField(type, behaviour, attribute.default, attribute.suppressDiff);
  if (type[0] === "map") return { kind: "map", element: primitiveType(type[1]), ...behaviour };
  if (type[0] === "list" || type[0] === "set")
    return {
      kind: type[0],
      element: elementField(type[1]),
      isBlock: false,
      hasDefaults: false,
      ...behaviour,
    };
  throw new TypeError(`The legacy SDK has no attribute of type ${JSON.stringify(type)}`);
}

/** Elements carry no behaviour of their own: whether they force replacement is their collection's matter. */
function elementField(type: Type): PrimitiveField | ObjectFields {
  const behaviour: Behaviour = { computed: false, required: false, forceNew: false };
  if (typeof type === "string") return primitiveField(type, behaviour, undefined, undefined);
  if (type[0] === "object") {
    const attributes = Object.entries(type[1]).map(([name, attribute]): [string, Field] => [
      name,
      attributeField({ type: attribute, computed: true }),
    ]);
    return {
      kind: "object",
      fields: new Map(attributes.sort(([left], [right]) => (left < right ? -1 : 1))),
    };
  }
  throw new TypeError(`The legacy SDK has no element of type ${JSON.stringify(type)}`);
}

function primitiveField(
  type: Type,
  behaviour: Behaviour,
  defaultValue: AttributeSchema["default"],
  suppressDiff: AttributeSchema["suppressDiff"],
): PrimitiveField {
  return {
    kind: "primitive",
    type: primitiveType(type),
    defaultText: defaultValue === undefined ? undefined : String(defaultValue),
    suppressDiff,
    ...behaviour,
  };
}

function primitiveType(type: Type): "string" | "number" | "bool" {
  if (type === "string" || type === "number" || type === "bool") return type;
  throw new TypeError(`The legacy SDK has no primitive type ${JSON.stringify(type)}`);
}
