import { open } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { RolloutEvent } from "../../workflow/rollout-event.js";
import { journalRecordSchema } from "./journal-records.js";

/** The events of a journal as it grows, from its beginning, until the rollout has ended or nobody listens. */
export async function* tailEvents(file: string, signal: AbortSignal): AsyncGenerator<RolloutEvent> {
  const handle = await open(file, "r");
  try {
    let rest = "";
    let position = 0;
    const buffer = Buffer.alloc(256 * 1024);
    const decoder = new TextDecoder();
    while (!signal.aborted) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) {
        await sleep(300, undefined, { signal }).catch(() => undefined);
        continue;
      }
      position += bytesRead;
      const lines = (rest + decoder.decode(buffer.subarray(0, bytesRead), { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const event = eventOf(line);
        if (event === undefined) continue;
        yield event;
        if (event.type === "rollout-finished") return;
      }
    }
  } finally {
    await handle.close();
  }
}

function eventOf(line: string): RolloutEvent | undefined {
  if (!line.startsWith('{"record":"event"')) return undefined;
  const parsed = journalRecordSchema.safeParse(JSON.parse(line));
  return parsed.success && parsed.data.record === "event" ? parsed.data.event : undefined;
}
