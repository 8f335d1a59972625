import { z } from "zod";

/** What the METADATA of a rule says. `id` is stable and never changes its meaning. */
export const ruleMetadataSchema = z.strictObject({
  id: z.string().regex(/^FW-[A-Z]+-\d{3}$/),
  /** Folder in `policies/rules/`; null for what the gate itself reports. */
  folder: z.string().nullable(),
  title: z.string().min(1),
  description: z.string().min(1),
  severity: z.enum(["deny", "warn", "info"]),
  recommendedAction: z.string().min(1),
  links: z.array(z.url()).min(1).readonly(),
  /** Whether the rule can be short of facts, and then says so instead of judging. */
  decides: z.enum(["always", "or-says-why-not"]),
});

export type RuleMetadata = z.infer<typeof ruleMetadataSchema>;
