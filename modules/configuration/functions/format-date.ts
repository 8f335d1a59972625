import { FunctionError } from "./function-definition.js";
import type { Timestamp } from "./timestamps.js";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** Terraform's `formatdate`: `YYYY-MM-DD'T'hh:mm:ssZ` and its like. */
export function formatDate(format: string, time: Timestamp): string {
  const local = new Date(Number(time.nanoseconds / 1_000_000n) + time.offset * 60_000);
  let result = "";
  for (const [piece] of format.matchAll(/'(?:[^']|'')*'?|([A-Za-z])\1*|[^A-Za-z']+/g)) {
    if (piece.startsWith("'")) result += literal(piece);
    else result += /^[A-Za-z]/.test(piece) ? sequence(piece, local, time.offset) : piece;
  }
  return result;
}

function literal(piece: string): string {
  if (piece.length < 2 || !piece.endsWith("'")) throw new FunctionError("unterminated literal '", 0);
  return piece.slice(1, -1).replaceAll("''", "'");
}

function sequence(piece: string, local: Date, offset: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const hour = local.getUTCHours();
  const day = DAYS[local.getUTCDay()] ?? "";
  const month = MONTHS[local.getUTCMonth()] ?? "";
  const year = String(local.getUTCFullYear()).padStart(4, "0");
  const known: { readonly [piece: string]: string } = {
    YYYY: year,
    YY: year.slice(-2),
    M: String(local.getUTCMonth() + 1),
    MM: two(local.getUTCMonth() + 1),
    MMM: month.slice(0, 3),
    MMMM: month,
    D: String(local.getUTCDate()),
    DD: two(local.getUTCDate()),
    EEE: day.slice(0, 3),
    EEEE: day,
    h: String(hour),
    hh: two(hour),
    H: String(hour % 12 || 12),
    HH: two(hour % 12 || 12),
    AA: hour < 12 ? "AM" : "PM",
    aa: hour < 12 ? "am" : "pm",
    m: String(local.getUTCMinutes()),
    mm: two(local.getUTCMinutes()),
    s: String(local.getUTCSeconds()),
    ss: two(local.getUTCSeconds()),
    Z: offset === 0 ? "Z" : zone(offset, ":"),
    ZZZ: offset === 0 ? "UTC" : zone(offset, ""),
    ZZZZ: zone(offset, ""),
    ZZZZZ: zone(offset, ":"),
  };
  const text = known[piece];
  if (text === undefined) throw new FunctionError(`invalid date format verb ${JSON.stringify(piece)}`, 0);
  return text;
}

function zone(offset: number, separator: string): string {
  const minutes = Math.abs(offset);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}${separator}${two(minutes % 60)}`;
}
