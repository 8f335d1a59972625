import { awsTargetOf } from "../../aws/index.js";
import { FleetwrightError } from "../../diagnostics/index.js";
import type { LiveProvider } from "../../live/index.js";
import type { EvaluatedProvider } from "../../planner/index.js";

/** Where the calls of each provider of a stack go. Throws `PROVIDER_REGION` when no region is known. */
export function liveProviders(
  provider: (providerKey: string) => EvaluatedProvider | undefined,
): (providerKey: string) => LiveProvider {
  return (key) => {
    const evaluated = provider(key);
    const target = evaluated === undefined ? null : awsTargetOf(evaluated.block);
    if (evaluated !== undefined && target !== null) return { target, configuration: evaluated.configuration };
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "PROVIDER_REGION",
        summary: `No region is known for provider "${key}"`,
        detail: "Set `region` in the provider block, or AWS_REGION in the environment.",
      },
    ]);
  };
}
