import { Command } from "commander";
import { booleanOption } from "../arguments/boolean-option.js";
import type { CommandContext } from "../command-context.js";

export function policyCommand({ environment, exit }: CommandContext): Command {
  const list = new Command("list").description("the rules, worst first");
  booleanOption(list, "json", "as JSON", false);
  list.action(async (flags: { readonly json: boolean }) => {
    const { runPolicyList } = await import("../workflow/run-policy.js");
    exit(await runPolicyList(flags, environment));
  });
  const explain = new Command("explain")
    .description("why a rule is there, what to do, and examples")
    .argument("<rule>", "the rule's id, e.g. FW-SKEW-001")
    .action(async (rule: string) => {
      const { runPolicyExplain } = await import("../workflow/run-policy.js");
      exit(await runPolicyExplain(rule, environment));
    });
  const test = new Command("test")
    .description("check the compiled rules against their own examples, and against yours")
    .argument("[files...]", "YAML files with examples of your own: a rule's id, and its examples")
    .action(async (files: readonly string[]) => {
      const { runPolicyTest } = await import("../workflow/run-policy.js");
      exit(await runPolicyTest(files, environment));
    });
  return new Command("policy")
    .summary("list, explain and test the rules")
    .description("The rules that judge a plan.")
    .addCommand(list)
    .addCommand(explain)
    .addCommand(test);
}
