import { Unknown } from "../../values/index.js";
import { asText } from "./arguments.js";
import { formatDate } from "./format-date.js";
import { type FunctionDefinition, FunctionError, type Parameter } from "./function-definition.js";
import { parseTimestamp, type Timestamp } from "./timestamps.js";

const timestamp = (name: string): Parameter => ({ name, type: "string" });

/** The functions on RFC 3339 timestamps. */
export const DATE_FUNCTIONS: readonly FunctionDefinition[] = [
  {
    name: "formatdate",
    parameters: [{ name: "format", type: "string" }, timestamp("time")],
    returns: "string",
    implement: ([format, time]) => formatDate(asText(format), parse(asText(time), 1)),
  },
  {
    name: "timeadd",
    parameters: [timestamp("timestamp"), { name: "duration", type: "string" }],
    returns: "string",
    implement: ([time, duration]) => add(parse(asText(time), 0), asText(duration)),
  },
  {
    name: "timecmp",
    parameters: [timestamp("timestamp_a"), timestamp("timestamp_b")],
    returns: "number",
    implement: ([a, b]) => {
      const left = parse(asText(a), 0).nanoseconds;
      const right = parse(asText(b), 1).nanoseconds;
      return left < right ? -1 : left > right ? 1 : 0;
    },
  },
  {
    name: "plantimestamp",
    parameters: [],
    returns: "string",
    implement: (_, { planTimestamp }) => planTimestamp ?? new Unknown(true, "string"),
  },
];

function parse(text: string, argument: number): Timestamp {
  const time = parseTimestamp(text);
  if (time !== undefined) return time;
  throw new FunctionError(`not a valid RFC3339 timestamp: ${JSON.stringify(text)}`, argument);
}

const UNITS: { readonly [unit: string]: bigint } = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

function add(time: Timestamp, duration: string): string {
  if (!/^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.test(duration))
    throw new FunctionError(`time: invalid duration ${JSON.stringify(duration)}`);
  let total = 0n;
  for (const [, whole = "", fraction = "", unit = ""] of duration.matchAll(
    /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g,
  )) {
    const size = UNITS[unit] ?? 0n;
    total += BigInt(whole === "" ? 0 : whole) * size;
    if (fraction !== "") total += (BigInt(fraction) * size) / 10n ** BigInt(fraction.length);
  }
  const shifted = time.nanoseconds + (duration.startsWith("-") ? -total : total);
  return formatDate("YYYY-MM-DD'T'hh:mm:ssZ", { ...time, nanoseconds: shifted });
}
