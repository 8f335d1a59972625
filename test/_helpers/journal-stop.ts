import { promises } from "node:fs";

/**
 * Calls `stop` right before the given line of a journal is written, or right after it is safe on disk. Lines
 * count from 1. Returns a function that takes the hook away.
 */
export function stopAtJournalLine(
  moment: "before" | "after",
  line: number,
  stop: () => Promise<void> | void,
): () => void {
  const open = promises.open;
  let lines = 0;
  promises.open = async (...args) => {
    const handle = await open(...args);
    if (!String(args[0]).endsWith(".journal.jsonl")) return handle;
    const appendFile = handle.appendFile.bind(handle);
    const sync = handle.sync.bind(handle);
    handle.appendFile = async (...data) => {
      lines += 1;
      if (moment === "before" && lines === line) await stop();
      await appendFile(...data);
    };
    handle.sync = async () => {
      await sync();
      if (moment === "after" && lines === line) await stop();
    };
    return handle;
  };
  return () => {
    promises.open = open;
  };
}
