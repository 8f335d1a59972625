import type { RenderSchemaLookup } from "../../report/index.js";

/**
 * The schemas of the resource types and data sources that we know, for showing plans: what any release of the
 * provider has, because a saved plan may be of any.
 */
export async function planSchemas(): Promise<RenderSchemaLookup> {
  const { NEWEST_RELEASE, providerRegistry } = await import("../../provider/index.js");
  const [first, last] = [providerRegistry(), providerRegistry(NEWEST_RELEASE)];
  return (mode, type) => {
    const [before, now] = [first, last].map((registry) =>
      mode === "managed" ? registry.resourceType(type)?.schema : registry.dataSource(type)?.schema,
    );
    if (before === undefined || now === undefined) return undefined;
    return {
      ...now,
      block: {
        attributes: { ...before.block.attributes, ...now.block.attributes },
        blocks: { ...before.block.blocks, ...now.block.blocks },
      },
    };
  };
}
