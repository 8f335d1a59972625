/** A Terraform type in its JSON notation, e.g. `["list", "string"]` or `["object", { name: "string" }]`. */
export type Type =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list", Type]
  | readonly ["set", Type]
  | readonly ["map", Type]
  | readonly ["tuple", readonly Type[]]
  | ObjectType;

export type ObjectType = readonly ["object", { readonly [attribute: string]: Type }];
