import { z } from "zod";

const overrides = z.record(z.string(), z.unknown());

/** An example of a rule: what differs from the healthy cluster, and the verdict that the rule gives. */
export const exampleSchema = z.strictObject({
  name: z.string().min(1),
  /**
   * `deny` and `warn`: the rule finds something. `standing`: it finds what was so before. `undecided`: it says
   * why it cannot judge. `pass`: nothing of all that.
   */
  verdict: z.enum(["deny", "warn", "info", "standing", "undecided", "pass"]),
  limits: overrides.optional(),
  fleet: overrides.optional(),
  cluster: overrides.optional(),
  group: overrides.optional(),
  groups: z.array(overrides).optional(),
  template: overrides.optional(),
  templates: z.array(overrides).optional(),
  demand: overrides.optional(),
  demands: z.array(overrides).optional(),
  addon: overrides.optional(),
  addons: z.array(overrides).optional(),
});

/** The examples of one rule, as `data.yaml` beside it holds them. */
export const ruleExamplesSchema = z.strictObject({
  rule: z.string(),
  examples: z.array(exampleSchema).min(1),
});

export type Example = z.infer<typeof exampleSchema>;
export type RuleExamples = z.infer<typeof ruleExamplesSchema>;
