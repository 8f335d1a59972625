import type { Diagnostic } from "../diagnostics/index.js";
import type { JsonValue } from "../state/index.js";
import type { ApplyAction } from "./apply-node.js";

/** What happens during an apply, for whoever shows it. Every event names its stack. That AWS makes it wait, `AwsSession.watch` tells. */
export type ApplyEvent = { readonly stack: string } & (
  | {
      readonly type: "resource-started";
      readonly address: string;
      readonly action: ApplyAction;
      readonly id: string | null;
    }
  | {
      readonly type: "operation-sent";
      readonly address: string;
      readonly operation: string;
      /** e.g. `eks:UpdateNodegroupVersion`. */
      readonly call: string;
      /** True when an update that an earlier run started is followed instead of sending the call again. */
      readonly attached: boolean;
      readonly updateId: string | null;
    }
  | {
      readonly type: "operation-progress";
      readonly address: string;
      readonly action: ApplyAction;
      readonly operation: string;
      readonly message: string;
      /** EKS's phase of a rolling update as far as it can be seen, else the object's status. */
      readonly phase: string | null;
      /** Of a rolling update: nodes of the former version, of the new one, and how many are wanted. */
      readonly nodes: { readonly old: number; readonly new: number; readonly wanted: number } | null;
      /** Since the change of this object began. */
      readonly elapsedSeconds: number;
      /** What the plan expects it to take. */
      readonly expectedSeconds: { readonly low: number; readonly high: number } | null;
    }
  | { readonly type: "operation-complete"; readonly address: string; readonly operation: string }
  | {
      /** A planned value that AWS would refuse was sent as another one. */
      readonly type: "value-adjusted";
      readonly address: string;
      readonly path: readonly (string | number)[];
      readonly planned: JsonValue;
      readonly sent: JsonValue;
      readonly reason: string;
    }
  | {
      readonly type: "resource-complete";
      readonly address: string;
      readonly action: ApplyAction;
      readonly id: string | null;
      readonly elapsedSeconds: number;
    }
  | {
      readonly type: "resource-failed";
      readonly address: string;
      readonly action: ApplyAction;
      readonly diagnostics: readonly Diagnostic[];
      readonly elapsedSeconds: number;
    }
  | {
      readonly type: "resource-skipped";
      readonly address: string;
      readonly action: ApplyAction;
      readonly reason: string;
    }
  | { readonly type: "state-saved"; readonly serial: number }
);
