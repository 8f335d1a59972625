/** The synthesis of a fleet's CDKTF stacks, in this process. Loads CDKTF when there is something to make. */
export {
  type SynthesizedFleet,
  type SynthesizedStack,
  type SynthesizeFleetOptions,
  synthesizeFleet,
} from "./synthesize-fleet.js";
