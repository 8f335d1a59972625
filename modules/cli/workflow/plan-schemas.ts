import type { RenderSchemaLookup } from "../../report/index.js";

/** The schemas of the resource types and data sources that we know, for showing plans. */
export async function planSchemas(): Promise<RenderSchemaLookup> {
  const { providerRegistry } = await import("../../provider/index.js");
  const registry = providerRegistry();
  return (mode, type) =>
    mode === "managed" ? registry.resourceType(type)?.schema : registry.dataSource(type)?.schema;
}
