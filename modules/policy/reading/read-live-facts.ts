import { z } from "zod";
import { FleetwrightError } from "../../diagnostics/index.js";
import { type LiveFacts, liveFactsSchema } from "../live-facts.js";

/** Checks live facts from outside. Throws `POLICY_INVALID_LIVE_FACTS` with everything that is wrong. */
export function readLiveFacts(value: unknown, source: string): LiveFacts {
  const parsed = liveFactsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new FleetwrightError("user", [
    {
      severity: "error",
      code: "POLICY_INVALID_LIVE_FACTS",
      summary: `${source} holds no live facts`,
      detail: z.prettifyError(parsed.error),
    },
  ]);
}
