import type { ApplyEvent } from "../../apply/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import {
  type ApplyAction,
  completeMessage,
  errorMessage,
  progressMessage,
  startMessage,
} from "../events/apply-message.js";
import { createLiveView, type LiveView } from "./live-view.js";
import { terminalOf } from "./terminal.js";

/** Shows an apply: on a terminal the running changes with their phase, elsewhere a line for each event. */
export interface ApplyView {
  event(event: ApplyEvent): void;
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

  const lineOf = (event: ApplyEvent): string | undefined => {
    const prefix = options.showStack ? `${event.stack}: ` : "";
    if (event.type === "waiting") return `${prefix}${event.reason}`;
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
        return undefined;
      case "operation-progress": {
        if (change === undefined) return undefined;
        change.elapsedSeconds = event.elapsedSeconds;
        change.detail = event.message;
        if (live !== null || event.elapsedSeconds - change.printedAt < LINE_EVERY_SECONDS) return undefined;
        change.printedAt = event.elapsedSeconds;
        return progressMessage(name, change.action, event.elapsedSeconds, change.id, event.message);
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
      live?.update([...running].map(([name, change]) => liveLine(name, change)));
    },
    close: () => live?.close(),
  };
}

function liveLine(name: string, { action, elapsedSeconds, detail }: Running): string {
  return `  ${progressMessage(name, action, elapsedSeconds, null, detail)}`;
}
