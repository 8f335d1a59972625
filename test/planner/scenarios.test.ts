import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FailedRead } from "../../modules/diagnostics/index.js";
import { answerOf, compareAnswers, type RecordedPlan } from "../parity/recorded-plan.js";

const FIXTURES = join(__dirname, "../fixtures/planner");

/** Everything that Terraform said: the document, its text, every warning and error. */
describe.each(["scenarios", "drift"])(
  "%s are planned, told and refused as Terraform recorded it",
  (folder) => {
    test.each(readdirSync(join(FIXTURES, folder)).sort())("%s", async (name) => {
      const recorded: RecordedPlan = JSON.parse(readFileSync(join(FIXTURES, folder, name), "utf8"));
      const ours = await answerOf(recorded, recorded.terraform.plan, async (requests) => {
        const answers = requests.flatMap(({ key }) => {
          const read = recorded.reads[key];
          return read === undefined
            ? []
            : [[key, isFailed(read) ? new FailedRead(read.failed) : read] as const];
        });
        return new Map(answers);
      });
      expect(compareAnswers(recorded.terraform, ours)).toEqual([]);
    });
  },
);

function isFailed(read: RecordedPlan["reads"][string]): read is Extract<typeof read, { failed: unknown }> {
  return read !== null && "failed" in read;
}
