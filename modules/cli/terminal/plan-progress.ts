import type { CliEnvironment } from "../cli-environment.js";
import type { PlanListener } from "../workflow/plan-listener.js";
import { createLiveView } from "./live-view.js";
import { terminalOf } from "./terminal.js";

/** Shows on a terminal what is being read; silent elsewhere, so that logs hold the plan alone. */
export async function planProgress(
  environment: CliEnvironment,
  options: { readonly json: boolean },
): Promise<PlanListener> {
  if (options.json || !terminalOf(environment.stderr, environment.env).interactive) return SILENT;
  const view = await createLiveView(environment.stderr);
  let started = 0;
  let planned = 0;
  let read = 0;
  const show = () => view.update([`Planning: ${planned} of ${started} stacks, ${read} objects read`]);
  return {
    stackStarted: () => {
      started++;
      show();
    },
    stackPlanned: () => {
      planned++;
      show();
    },
    liveEvent: (event) => {
      if (event.type !== "read-complete") return;
      read++;
      show();
    },
    close: () => view.close(),
  };
}

const SILENT: PlanListener = {
  stackStarted: () => {},
  stackPlanned: () => {},
  liveEvent: () => {},
  close: () => {},
};
