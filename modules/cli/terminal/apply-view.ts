import type { ApplyEvent } from "../../apply/index.js";
import type { AwsWaiting } from "../../aws/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import {
  type ApplyAction,
  completeMessage,
  errorMessage,
  progressDetail,
  progressMessage,
  sentMessage,
  startMessage,
} from "../events/apply-message.js";
import { createLiveView, type LiveView } from "./live-view.js";
import { terminalOf } from "./terminal.js";

/** Shows an apply: on a terminal the running changes with their phase, elsewhere a line for each event. */
export interface ApplyView {
  event(event: ApplyEvent): void;
  /** That AWS makes the work wait, or lets it go on. */
  waiting(waiting: AwsWaiting): void;
  close(): void;
}

interface Running {
  readonly action: ApplyAction;
  readonly id: string | null;
  elapsedSeconds: number;
  detail: string;
  /** Its own time when the last line was printed for it. */
  printedAt: number;
}

/** Terraform's pace of "Still modifying..." lines. */
const LINE_EVERY_SECONDS = 10;

export async function createApplyView(
  environment: CliEnvironment,
  options: { readonly showStack: boolean },
): Promise<ApplyView> {
  const { interactive } = terminalOf(environment.stdout, environment.env);
  const live: LiveView | null = interactive ? await createLiveView(environment.stdout) : null;
  const running = new Map<string, Running>();
  const print = (line: string) => {
    if (live === null) environment.stdout.write(`${line}\n`);
    else live.print(line);
  };

  const redraw = () => live?.update([...running].map(([name, change]) => liveLine(name, change)));
  // The wait for an update looks every ten seconds; on a terminal the time goes on meanwhile.
  const tick = () => {
    for (const change of running.values()) change.elapsedSeconds += 1;
    redraw();
  };
  const ticker = live === null ? undefined : setInterval(tick, 1000).unref();

  const lineOf = (event: ApplyEvent): string | undefined => {
    const prefix = options.showStack ? `${event.stack}: ` : "";
    if (event.type === "state-saved") return undefined;
    const name = prefix + event.address;
    const change = running.get(name);
    switch (event.type) {
      case "resource-started":
        if (event.action === "none") return undefined;
        running.set(name, {
          action: event.action,
          id: event.id,
          elapsedSeconds: 0,
          detail: "",
          printedAt: 0,
        });
        return startMessage(name, event.action, event.id);
      case "operation-sent":
        if (change !== undefined) change.detail = event.call;
        return event.attached ? sentMessage({ ...event, address: name }) : undefined;
      case "operation-progress": {
        if (change === undefined) return undefined;
        change.elapsedSeconds = event.elapsedSeconds;
        change.detail = progressDetail(event);
        if (live !== null || event.elapsedSeconds - change.printedAt < LINE_EVERY_SECONDS) return undefined;
        change.printedAt = event.elapsedSeconds;
        return progressMessage(name, change.action, event.elapsedSeconds, change.id, change.detail);
      }
      case "operation-complete":
        return undefined;
      case "value-adjusted":
        return `${name}: sending ${JSON.stringify(event.sent)} instead of ${JSON.stringify(event.planned)}: ${event.reason}`;
      case "resource-complete":
        running.delete(name);
        if (event.action === "none") return undefined;
        return completeMessage(name, event.action, event.elapsedSeconds, event.id);
      case "resource-failed":
        running.delete(name);
        if (event.action === "none") return undefined;
        return errorMessage(name, event.action, event.elapsedSeconds);
      case "resource-skipped":
        return `${name}: Not started: ${event.reason}`;
    }
  };

  return {
    event: (event) => {
      const line = lineOf(event);
      if (line !== undefined) print(line);
      redraw();
    },
    waiting: ({ message }) => print(message),
    close: () => {
      clearInterval(ticker);
      live?.close();
    },
  };
}

function liveLine(name: string, { action, elapsedSeconds, detail }: Running): string {
  return `  ${progressMessage(name, action, elapsedSeconds, null, detail)}`;
}
