import type { ReadRequest } from "../../planner/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import { resourceOfAddress } from "../events/event-resource.js";
import { jsonEventWriter } from "../events/json-event-writer.js";
import { waitingEvent } from "../events/waiting-event.js";
import { type PlanListener, silentListener } from "../workflow/plan-listener.js";
import { createLiveView } from "./live-view.js";
import { terminalOf } from "./terminal.js";

/**
 * Tells what is being read: as events with `-json`, as a line that changes on a terminal, and not at all
 * elsewhere, so that logs hold the plan alone.
 */
export async function planProgress(
  environment: CliEnvironment,
  options: { readonly json: boolean },
): Promise<PlanListener> {
  if (options.json) return eventProgress(environment);
  if (terminalOf(environment.stderr, environment.env).interactive) return liveProgress(environment);
  // What makes the run stand still is told everywhere.
  return { ...silentListener, waiting: ({ message }) => environment.stderr.write(`${message}\n`) };
}

async function liveProgress(environment: CliEnvironment): Promise<PlanListener> {
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
    readsStarted: () => {},
    readsComplete: (_stack, requests) => {
      read += requests.length;
      show();
    },
    stackPlanned: () => {
      planned++;
      show();
    },
    waiting: ({ message }) => view.print(message),
    close: () => view.close(),
  };
}

function eventProgress(environment: CliEnvironment): PlanListener {
  const write = jsonEventWriter(environment);
  const refresh = (
    type: "refresh_start" | "refresh_complete",
    stack: string,
    requests: readonly ReadRequest[],
  ) => {
    for (const request of requests) {
      if (request.kind === "data-source") continue;
      const id = request.kind === "refresh" ? request.prior.id : request.naturalKey;
      write({
        type,
        stack,
        hook: {
          resource: resourceOfAddress(request.address),
          ...(typeof id === "string" ? { id_key: "id", id_value: id } : {}),
        },
      });
    }
  };
  return {
    ...silentListener,
    waiting: (waiting) => write(waitingEvent(waiting)),
    readsStarted: (stack, requests) => refresh("refresh_start", stack, requests),
    readsComplete: (stack, requests) => refresh("refresh_complete", stack, requests),
  };
}
