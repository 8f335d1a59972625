/** The provider-equivalent: what `hashicorp/aws` knows of each resource type and data source. */
export type * from "./provider-definition.js";
export type * from "./schema.js";
