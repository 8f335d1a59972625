import { unfinishedApplies } from "../../apply/index.js";
import type { LiveFacts } from "../../policy/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { PlannedStack } from "../workflow/plan-stacks.js";
import { journalDirectory } from "../workflow/unfinished.js";
import { type LiveFactsOptions, liveFacts } from "./live-facts.js";
import { liveSubjectsOf } from "./live-subjects.js";
import { withoutOwnUpdates } from "./own-updates.js";

/** What is live, for plans that our own deploy carries out: it follows updates that it asked for before. */
export async function liveFactsForApply(
  stacks: readonly PlannedStack[],
  workspace: string,
  environment: CliEnvironment,
  options: LiveFactsOptions = {},
): Promise<LiveFacts> {
  const unfinished = await unfinishedApplies(journalDirectory(environment, workspace));
  return withoutOwnUpdates(await liveFacts(liveSubjectsOf(stacks), options), unfinished);
}
