import { Option } from "commander";
import type { ProfileName } from "../../policy/index.js";

const PROFILES: readonly ProfileName[] = ["launch-2019", "aws-current"];

/** Which set of policy parameters holds. */
export function profileOption(): Option {
  return new Option("--profile <name>", "profile of policy parameters").choices(PROFILES);
}
