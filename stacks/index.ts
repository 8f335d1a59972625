/** The CDKTF stacks of a fleet, and their synthesis in this process. Loads CDKTF. */
export { ClusterNodesStack, type ClusterNodesStackProps } from "./cluster-nodes-stack.js";
export {
  type SynthesizedFleet,
  type SynthesizedStack,
  type SynthesizeFleetOptions,
  synthesizeFleet,
} from "./synthesize-fleet.js";
