import type { Configuration } from "../../configuration/index.js";

/** `provider["registry.terraform.io/hashicorp/aws"].west` → its source. */
export function sourceOfProviderName(name: string): string {
  return /provider\["([^"]+)"\]/.exec(name)?.[1] ?? name;
}

/** The configuration's provider key for what a state's resource was made with. */
export function providerKeyOfName(name: string, configuration: Configuration): string {
  const source = sourceOfProviderName(name);
  const alias = /provider\["[^"]+"\]\.([\w-]+)$/.exec(name)?.[1] ?? null;
  for (const provider of configuration.providers.values())
    if (provider.source === source && provider.alias === alias) return provider.key;
  const localName = source.split("/").pop() ?? source;
  return alias === null ? localName : `${localName}.${alias}`;
}

/** How a state names a provider of the configuration. */
export function stateProviderName(providerKey: string, configuration: Configuration): string {
  const provider = configuration.providers.get(providerKey);
  const source = provider?.source ?? `registry.terraform.io/hashicorp/${providerKey.split(".")[0]}`;
  const alias = provider?.alias ?? null;
  return `provider["${source}"]${alias === null ? "" : `.${alias}`}`;
}

export function providerSource(providerKey: string, configuration: Configuration): string {
  return (
    configuration.providers.get(providerKey)?.source ??
    `registry.terraform.io/hashicorp/${providerKey.split(".")[0]}`
  );
}
