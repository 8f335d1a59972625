import { DateTime } from "luxon";
import { parseDuration } from "../definition/duration-text.js";
import { type RolloutDocument, weekdays } from "../definition/rollout-schema.js";
import type { Calendar } from "./calendar.js";

/** The `windows` of a rollout definition, with times as numbers. */
export function parseCalendar(windows: NonNullable<RolloutDocument["windows"]>): Calendar {
  const zone = windows.timeZone;
  return {
    timeZone: zone,
    open: (windows.open ?? []).map((window) => ({
      weekdays: (window.weekdays ?? weekdays).map((day) => weekdays.indexOf(day) + 1),
      from: minuteOf(window.from),
      to: minuteOf(window.to),
    })),
    freezes: (windows.freezes ?? []).map(({ from, to, reason }) => {
      const end = DateTime.fromISO(to, { zone });
      const wholeDay = /^\d{4}-\d{2}-\d{2}$/.test(to);
      return {
        from: DateTime.fromISO(from, { zone }).toMillis(),
        to: (wholeDay ? end.plus({ days: 1 }) : end).toMillis(),
        reason,
      };
    }),
    startMargin: windows.startMargin === undefined ? 0 : (parseDuration(windows.startMargin) ?? 0),
  };
}

function minuteOf(time: string): number {
  const [hours = "0", minutes = "0"] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}
