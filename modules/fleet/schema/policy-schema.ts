import { z } from "zod";
import { isoDate } from "./scalars.js";

export const policyParametersSchema = z
  .record(z.string(), z.json())
  .describe("Parameters of the policies by name; `fleetwright policy list` shows them.");

const waiverSchema = z.strictObject({
  rule: z
    .string()
    .min(1)
    .describe("Id of the rule.")
    .meta({ examples: ["FW-SKEW-001"] }),
  scope: z
    .strictObject({
      cluster: z.string().min(1).optional().describe("Pattern of cluster names."),
      nodeGroup: z.string().min(1).optional().describe("Pattern of node group names."),
      zone: z.string().min(1).optional().describe("Pattern of zone names."),
    })
    .optional()
    .describe("What it covers, as patterns with * and ?; what is left out covers everything."),
  owner: z
    .string()
    .min(1)
    .describe("Who answers for it.")
    .meta({ examples: ["platform@example.com"] }),
  reason: z
    .string()
    .min(1)
    .describe("Why it is needed.")
    .meta({ examples: ["the image is in review"] }),
  expires: isoDate.describe("Last day on which it holds (UTC)."),
});

export const policySchema = z
  .strictObject({
    profile: z.string().min(1).optional().describe("Set of parameters to begin from."),
    parameters: policyParametersSchema.optional(),
    waivers: z
      .array(waiverSchema)
      .optional()
      .describe("Recorded, dated exceptions. Those of several files add up."),
  })
  .describe("What the gate is to know.");
