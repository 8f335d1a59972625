import { digest } from "../world/ids.js";
import type { World } from "../world/world.js";
import { applyCluster } from "./apply-cluster.js";
import { fillPlaceholders } from "./fill-placeholders.js";
import { putTemplate, templateData } from "./put-template.js";
import type { Seed, SeedCluster } from "./seed-schema.js";

export const DEFAULT_ACCOUNT = "123456789012";
export const DEFAULT_REGION = "us-east-1";

/** Fills an empty world with what the seed describes. */
export function applySeed(world: World, seed: Seed): void {
  const account = seed.defaults.account ?? seed.accounts[0]?.id ?? DEFAULT_ACCOUNT;
  const region = seed.defaults.region ?? DEFAULT_REGION;
  const { tables } = world;
  for (const [minor, releases] of Object.entries(seed.releases))
    tables.pinnedReleases.put({ minor, releases });
  for (const { id, roles } of seed.accounts) for (const role of roles) putRole(world, id, role);
  for (const parameter of seed.parameters) {
    for (const place of parameter.regions ?? [region]) {
      tables.parameters.put({
        account: parameter.account ?? account,
        region: place,
        name: parameter.name,
        type: parameter.type,
        value: parameter.value,
        version: 1,
        modifiedAt: world.now(),
      });
    }
  }
  for (const template of seed.launchTemplates) {
    putTemplate(
      world,
      { account: template.account ?? account, region: template.region ?? region },
      template,
      template.versions.map(templateData),
    );
  }
  for (const cluster of seed.clusters) {
    for (const { name, region: own } of expandClusters(cluster, region)) {
      const place = { account: cluster.account ?? account, region: own };
      applyCluster(world, place, name, cluster, seed.defaults);
    }
  }
  for (const { cluster, nodegroup, ...trouble } of seed.troubles) {
    tables.troubles.put({
      ...trouble,
      id: world.ids.uuid(),
      account: trouble.account ?? account,
      region: trouble.region ?? region,
      cluster,
      nodegroup,
    });
  }
  for (const shortage of seed.shortages) {
    tables.shortages.put({
      ...shortage,
      id: world.ids.uuid(),
      account: shortage.account ?? account,
      region: shortage.region ?? region,
    });
  }
}

export function putRole(world: World, account: string, name: string): void {
  world.tables.roles.put({
    account,
    name,
    id: `AROA${digest(`${account}/${name}`).slice(0, 17).toUpperCase()}`,
    path: "/",
    createdAt: world.now(),
    trustPolicy: '{"Version":"2012-10-17","Statement":[]}',
    maxSessionDuration: 3600,
    attached: [],
    inline: {},
    tags: {},
  });
}

/** A seed's cluster, once or `count` times, with its names and regions. */
function* expandClusters(
  cluster: SeedCluster,
  region: string,
): Iterable<{ readonly name: string; readonly region: string }> {
  const count = cluster.count ?? 1;
  for (let n = 1; n <= count; n += 1) {
    const own = cluster.region ?? cluster.regions?.[(n - 1) % cluster.regions.length] ?? region;
    yield { name: fillPlaceholders(cluster.name, { n, region: own }), region: own };
  }
}
