import { z } from "zod";

/** Instances that EC2 cannot give: every member that is given must fit; without any, all of them. */
export const shortageSchema = z.strictObject({
  region: z.string().optional(),
  account: z.string().optional(),
  cluster: z.string().optional(),
  nodegroup: z.string().optional(),
  /** Whole names, or their last letters. */
  zones: z.array(z.string()).optional(),
  instanceTypes: z.array(z.string()).optional(),
  capacityType: z.enum(["SPOT", "ON_DEMAND"]).optional(),
});
