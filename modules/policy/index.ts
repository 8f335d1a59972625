/** Facts from plan, fleet and live objects; the OPA host; waivers; the verdict. */
export type { Finding, FindingSeverity, NotDecided, Verdict, Waiver } from "./verdict.js";
