/**
 * The fleet file: reading, defaults, validation with places, and the source map that leads from synthesized
 * resources back to it. The YAML and schema libraries are loaded when a function first needs them.
 */
import type { EksctlFleet, EksctlOptions } from "./eksctl/read-eksctl-config.js";
import type { LoadedFleet, LoadFleetOptions } from "./load-fleet.js";
import type { SourceMap } from "./source-map/source-map.js";

export type { EksctlFleet, EksctlOptions } from "./eksctl/read-eksctl-config.js";
export type {
  Ami,
  AssumeRole,
  Backend,
  BootstrapKind,
  Cluster,
  ClusterOrigin,
  CustomImage,
  Fleet,
  FleetOrigin,
  FleetPolicy,
  FleetWaiver,
  KubeletSettings,
  NodeGroup,
  NodeGroupMember,
  PolicyParameters,
  PolicyValue,
  RootVolume,
  Scaling,
  Strings,
  Taint,
  UpdateConfig,
  UserData,
  Zone,
} from "./fleet.js";
export type { LoadedFleet, LoadFleetOptions } from "./load-fleet.js";
export { locate } from "./locate.js";
export { buildSourceMap } from "./source-map/build-source-map.js";
export { encodeSourceMap } from "./source-map/encode-source-map.js";
export { locateResource, nodeGroupOf, type ResourceOrigin } from "./source-map/locate-resource.js";
export {
  type Fields,
  type Located,
  type LocatedParameters,
  type NodeGroupSources,
  type ResourceSource,
  type SourceMap,
  type StackSources,
  sourceMapFile,
} from "./source-map/source-map.js";

/**
 * Reads the fleet that `paths` name: fleet files, or directories, whose `*.yaml` and `*.yml` files make one
 * fleet together. Throws a FleetwrightError with everything that is wrong, in the order of files and lines.
 */
export async function loadFleet(paths: readonly string[], options?: LoadFleetOptions): Promise<LoadedFleet> {
  const module = await import("./load-fleet.js");
  return module.loadFleet(paths, options);
}

/** Reads the source map of a synthesized directory (`cdktf.out`); null when there is none. */
export async function readSourceMap(directory: string): Promise<SourceMap | null> {
  const module = await import("./source-map/read-source-map.js");
  return module.readSourceMap(directory);
}

/** The source map that a stack's directory was synthesized with, looked for upwards; null when there is none. */
export async function findSourceMap(directory: string, stack: string): Promise<SourceMap | null> {
  const module = await import("./source-map/find-source-map.js");
  return module.findSourceMap(directory, stack);
}

/** The fleet file's schema as JSON Schema (draft 7), as published for editors. */
export async function fleetJsonSchema(): Promise<{ readonly [key: string]: unknown }> {
  const module = await import("./schema/fleet-json-schema.js");
  return { ...module.fleetJsonSchema() };
}

/** The fleet file's keys as Markdown, for `docs/fleet-file.md`. */
export async function renderFleetReference(): Promise<string> {
  const module = await import("./schema/render-reference.js");
  return module.renderReference();
}

/** Makes a fleet file, as text, of an eksctl ClusterConfig, and says what could not be carried over. */
export async function readEksctlConfig(file: string, options: EksctlOptions): Promise<EksctlFleet> {
  const module = await import("./eksctl/read-eksctl-config.js");
  return module.readEksctlConfig(file, options);
}
