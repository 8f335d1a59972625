import { DateTime } from "luxon";

/** When steps may start. */
export interface Calendar {
  /** IANA name. */
  readonly timeZone: string;
  /** Empty: always open, but for the freezes. */
  readonly open: readonly OpenWindow[];
  readonly freezes: readonly Freeze[];
  /** Nothing starts within this many milliseconds before a window closes. */
  readonly startMargin: number;
}

/** A window of the week. One whose end is not after its start ends on the next day. */
export interface OpenWindow {
  /** 1 is Monday, 7 Sunday. The day is that of the window's start. */
  readonly weekdays: readonly number[];
  /** Minutes after midnight. */
  readonly from: number;
  readonly to: number;
}

/** Milliseconds since 1970; the end is not included any more. */
export interface Freeze {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

export type CalendarState =
  /** `until`: when it closes; null: it does not within the next year. */
  | { readonly open: true; readonly until: number | null }
  /** `opensAt`: null when it does not open within the next year. */
  | { readonly open: false; readonly opensAt: number | null; readonly reason: string };

const horizonDays = 400;

/** Whether a step may start at `instant` (milliseconds since 1970), and when that changes. */
export function calendarAt(calendar: Calendar, instant: number): CalendarState {
  const now = startable(calendar, instant);
  if (now !== null) return { open: true, until: now === Number.POSITIVE_INFINITY ? null : now };
  return { open: false, opensAt: nextOpening(calendar, instant), reason: closedReason(calendar, instant) };
}

/** End of the open time around `instant`; infinite where there is none; null when nothing may start then. */
function startable(calendar: Calendar, instant: number): number | null {
  if (calendar.freezes.some((freeze) => freeze.from <= instant && instant < freeze.to)) return null;
  let end = windowEnd(calendar, instant);
  if (end === null) return null;
  for (const freeze of calendar.freezes) {
    if (freeze.from > instant) end = Math.min(end, freeze.from);
  }
  return end - instant < calendar.startMargin ? null : end;
}

function windowEnd(calendar: Calendar, instant: number): number | null {
  if (calendar.open.length === 0) return Number.POSITIVE_INFINITY;
  let end: number | null = null;
  // Windows that follow one another without a gap are one, whichever way they were written.
  for (let step = 0; step < 32; step++) {
    const at = end ?? instant;
    const around = windowsNear(calendar, at).filter(([from, to]) => from <= at && at < to);
    if (around.length === 0) return end;
    end = Math.max(...around.map(([, to]) => to));
  }
  return Number.POSITIVE_INFINITY;
}

function windowsNear(calendar: Calendar, instant: number): (readonly [from: number, to: number])[] {
  const today = DateTime.fromMillis(instant, { zone: calendar.timeZone }).startOf("day");
  return [-1, 0].flatMap((offset) => windowsOfDay(calendar, today.plus({ days: offset })));
}

function windowsOfDay(calendar: Calendar, day: DateTime): (readonly [from: number, to: number])[] {
  return calendar.open
    .filter(({ weekdays }) => weekdays.includes(day.weekday))
    .map(({ from, to }) => [
      atMinute(day, from).toMillis(),
      atMinute(to > from ? day : day.plus({ days: 1 }), to).toMillis(),
    ]);
}

/** Wall-clock time of that day: adding minutes to midnight would be an hour off when the clocks change. */
function atMinute(day: DateTime, minute: number): DateTime {
  return minute === 1_440
    ? day.plus({ days: 1 })
    : day.set({ hour: Math.floor(minute / 60), minute: minute % 60 });
}

function nextOpening(calendar: Calendar, instant: number): number | null {
  const today = DateTime.fromMillis(instant, { zone: calendar.timeZone }).startOf("day");
  const candidates = new Set<number>();
  for (const freeze of calendar.freezes) if (freeze.to > instant) candidates.add(freeze.to);
  const sorted = [...candidates].sort((left, right) => left - right);
  let earliest = sorted.find((at) => startable(calendar, at) !== null) ?? null;
  for (let offset = 0; offset <= horizonDays; offset++) {
    const day = today.plus({ days: offset });
    if (earliest !== null && day.toMillis() > earliest) return earliest;
    for (const [from] of windowsOfDay(calendar, day)) {
      if (from > instant && (earliest === null || from < earliest) && startable(calendar, from) !== null) {
        earliest = from;
      }
    }
  }
  return earliest;
}

function closedReason(calendar: Calendar, instant: number): string {
  const freeze = calendar.freezes.find(({ from, to }) => from <= instant && instant < to);
  if (freeze !== undefined) return `frozen: ${freeze.reason}`;
  return windowEnd(calendar, instant) === null
    ? `outside the allowed windows (${calendar.timeZone})`
    : `too shortly before the window closes (${calendar.timeZone})`;
}
