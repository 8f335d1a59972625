import { DateTime, IANAZone } from "luxon";
import { type HostBuiltins, isList, isText } from "./host-builtin.js";

/**
 * Rego's time, in nanoseconds since 1970. The present is the instant of judging, so that the same input gives the
 * same verdict. JSON numbers hold these to within a microsecond.
 */
export function timeBuiltins(now: string): HostBuiltins {
  return {
    "time.now_ns": () => nanoseconds(DateTime.fromISO(now, { zone: "utc" })),
    "time.parse_rfc3339_ns": (text) =>
      isText(text) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text)
        ? parsed(DateTime.fromISO(text))
        : undefined,
    "time.parse_ns": (layout, text) =>
      isText(layout) && isText(text)
        ? parsed(
            DateTime.fromFormat(text, formatOf(layouts[layout] ?? layout, text.endsWith("Z")), {
              zone: "utc",
            }),
          )
        : undefined,
    "time.parse_duration_ns": (text) => (isText(text) ? durationOf(text) : undefined),
    "time.format": (time) => {
      const at = placeOf(time);
      return at === undefined ? undefined : at.toFormat(formatOf(layoutOf(time, at), at.offset === 0));
    },
    "time.date": (time) => listOf(time, ({ year, month, day }) => [year, month, day]),
    "time.clock": (time) => listOf(time, ({ hour, minute, second }) => [hour, minute, second]),
    "time.weekday": (time) => listOf(time, (at) => at.setLocale("en").weekdayLong),
    "time.add_date": (time, years, months, days) => {
      const at = placeOf(time);
      if (at === undefined || ![years, months, days].every(Number.isInteger)) return undefined;
      // As Go: 31 January and a month is 3 March, not the last of February.
      const date = Date.UTC(at.year + Number(years), at.month - 1 + Number(months), at.day + Number(days));
      const shifted = DateTime.fromMillis(date, { zone: "utc" });
      return nanoseconds(at.set({ year: shifted.year, month: shifted.month, day: shifted.day }));
    },
    "time.diff": (left, right) => {
      const [one, other] = [placeOf(left), placeOf(right)];
      if (one === undefined || other === undefined) return undefined;
      const [from, to] = one < other ? [one, other] : [other, one];
      const { years, months, days, hours, minutes, seconds } = to
        .setZone(from.zone)
        .diff(from, ["years", "months", "days", "hours", "minutes", "seconds"]);
      return [years, months, days, hours, minutes, Math.trunc(seconds)];
    },
  };
}

function parsed(at: DateTime): unknown {
  return at.isValid ? nanoseconds(at) : undefined;
}

function nanoseconds(at: DateTime): number {
  return at.toMillis() * 1e6;
}

/** `ns`, `[ns, zone]` or `[ns, zone, layout]`. */
function placeOf(time: unknown): DateTime | undefined {
  const [ns, zone] = isList(time) ? time : [time];
  if (typeof ns !== "number" || (zone !== undefined && !isText(zone))) return undefined;
  const name = zone === undefined || zone === "" ? "utc" : zone === "Local" ? "utc" : zone;
  if (name !== "utc" && name !== "UTC" && !IANAZone.isValidZone(name)) return undefined;
  return DateTime.fromMillis(Math.floor(ns / 1e6), { zone: name });
}

function layoutOf(time: unknown, at: DateTime): string {
  const layout = isList(time) ? time[2] : undefined;
  if (isText(layout)) return layouts[layout] ?? layout;
  return at.millisecond === 0 ? "2006-01-02T15:04:05Z07:00" : "2006-01-02T15:04:05.000Z07:00";
}

function listOf(time: unknown, read: (at: DateTime) => unknown): unknown {
  const at = placeOf(time);
  return at === undefined ? undefined : read(at);
}

const unitNanoseconds: { readonly [unit: string]: number } = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

function durationOf(text: string): number | undefined {
  if (text === "0") return 0;
  if (!/^[+-]?(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  const total = parts.reduce(
    (sum, [, number, unit = ""]) => sum + Number(number) * (unitNanoseconds[unit] ?? 0),
    0,
  );
  return text.startsWith("-") ? -total : total;
}

/** Names that OPA has for some layouts. */
const layouts: { readonly [name: string]: string } = {
  ANSIC: "Mon Jan _2 15:04:05 2006",
  RFC822: "02 Jan 06 15:04 MST",
  RFC850: "Monday, 02-Jan-06 15:04:05 MST",
  RFC1123: "Mon, 02 Jan 2006 15:04:05 MST",
  RFC3339: "2006-01-02T15:04:05Z07:00",
  RFC3339Nano: "2006-01-02T15:04:05Z07:00",
};

/** Go writes a layout as what a certain instant looks like in it; longer parts go before those they begin with. */
const layoutParts: ReadonlyMap<string, string> = new Map([
  ["January", "LLLL"],
  ["Monday", "EEEE"],
  ["2006", "yyyy"],
  ["Z07:00", "ZZ"],
  ["-07:00", "ZZ"],
  ["-0700", "ZZZ"],
  ["Jan", "LLL"],
  ["Mon", "EEE"],
  ["MST", "ZZZZ"],
  ["01", "LL"],
  ["02", "dd"],
  ["03", "hh"],
  ["04", "mm"],
  ["05", "ss"],
  ["06", "yy"],
  ["15", "HH"],
  ["_2", "d"],
  ["PM", "a"],
  [".000", ".SSS"],
  ["1", "L"],
  ["2", "d"],
  ["3", "h"],
  ["4", "m"],
  ["5", "s"],
]);

function formatOf(layout: string, utc: boolean): string {
  const parts = [...layoutParts.keys()].map((part) => part.replace(/[.]/g, "\\."));
  return layout.replace(new RegExp(`(${parts.join("|")})|([A-Za-z]+)`, "g"), (whole, part?: string) =>
    part === undefined || (part === "Z07:00" && utc)
      ? `'${part === undefined ? whole : "Z"}'`
      : (layoutParts.get(part) ?? whole),
  );
}
