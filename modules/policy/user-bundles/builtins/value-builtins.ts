import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { type HostBuiltins, isList, isObject, isText } from "./host-builtin.js";

const digest =
  (algorithm: string) =>
  (text: unknown): unknown =>
    isText(text) ? createHash(algorithm).update(text).digest("hex") : undefined;

const hmac =
  (algorithm: string) =>
  (text: unknown, key: unknown): unknown =>
    isText(text) && isText(key) ? createHmac(algorithm, key).update(text).digest("hex") : undefined;

export const valueBuiltins: HostBuiltins = {
  "crypto.md5": digest("md5"),
  "crypto.sha1": digest("sha1"),
  "crypto.sha256": digest("sha256"),
  "crypto.hmac.md5": hmac("md5"),
  "crypto.hmac.sha1": hmac("sha1"),
  "crypto.hmac.sha256": hmac("sha256"),
  "crypto.hmac.sha512": hmac("sha512"),
  "crypto.hmac.equal": (left, right) => {
    if (!isText(left) || !isText(right)) return undefined;
    const [one, other] = [Buffer.from(left), Buffer.from(right)];
    return one.length === other.length && timingSafeEqual(one, other);
  },
  "semver.is_valid": (version) => isText(version) && semver(version) !== undefined,
  "semver.compare": (left, right) => {
    const [one, other] = [semver(left), semver(right)];
    return one === undefined || other === undefined ? undefined : compareVersions(one, other);
  },
  "object.subset": (whole, part) => subset(whole, part),
  "numbers.range_step": (from, to, step) => {
    if (![from, to, step].every(Number.isInteger) || Number(step) <= 0) return undefined;
    const count = Math.floor(Math.abs(Number(to) - Number(from)) / Number(step)) + 1;
    const direction = Number(to) < Number(from) ? -Number(step) : Number(step);
    return Array.from({ length: count }, (_, index) => Number(from) + index * direction);
  },
  "units.parse": (text) => unitsOf(text, decimalUnits),
  "units.parse_bytes": (text) => {
    const bytes = unitsOf(isText(text) ? text.replace(/b$/i, "").toLowerCase() : text, byteUnits);
    return bytes === undefined ? undefined : Math.trunc(bytes);
  },
  "graph.reachable_paths": (graph, initial) => (isObject(graph) ? reachablePaths(graph, initial) : undefined),
  trace: () => true,
};

interface SemanticVersion {
  readonly numbers: readonly number[];
  readonly labels: readonly string[];
}

function semver(value: unknown): SemanticVersion | undefined {
  if (!isText(value)) return undefined;
  const parts = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/.exec(value);
  if (parts === null) return undefined;
  const [, major, minor, patch, labels] = parts;
  return { numbers: [major, minor, patch].map(Number), labels: labels?.split(".") ?? [] };
}

/** Precedence of semver.org: a version with labels comes before the same without. */
function compareVersions(left: SemanticVersion, right: SemanticVersion): number {
  for (const [index, number] of left.numbers.entries()) {
    const other = right.numbers[index] ?? 0;
    if (number !== other) return number < other ? -1 : 1;
  }
  if (left.labels.length === 0 || right.labels.length === 0) {
    return Math.sign(right.labels.length) - Math.sign(left.labels.length);
  }
  for (let index = 0; index < Math.max(left.labels.length, right.labels.length); index += 1) {
    const [one, other] = [left.labels[index], right.labels[index]];
    if (one === other) continue;
    if (one === undefined) return -1;
    if (other === undefined) return 1;
    const [number, otherNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)];
    if (number && otherNumber) return Number(one) < Number(other) ? -1 : 1;
    if (number !== otherNumber) return number ? -1 : 1;
    return one < other ? -1 : 1;
  }
  return 0;
}

/** Objects by their members, lists by an unbroken run; a set comes as a list here, and its order says nothing. */
function subset(whole: unknown, part: unknown): unknown {
  if (isObject(whole) && isObject(part)) {
    return Object.entries(part).every(([key, value]) => {
      if (!Object.hasOwn(whole, key)) return false;
      const own = whole[key];
      const nested = (isObject(own) && isObject(value)) || (isList(own) && isList(value));
      return nested ? subset(own, value) === true : isDeepStrictEqual(own, value);
    });
  }
  if (!isList(whole) || !isList(part)) return undefined;
  if (part.length === 0) return true;
  return whole.some((_, at) => isDeepStrictEqual(whole.slice(at, at + part.length), part));
}

const decimalUnits: { readonly [unit: string]: number } = {
  "": 1,
  m: 1e-3,
  K: 1e3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const byteUnits: { readonly [unit: string]: number } = {
  "": 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  p: 1e15,
  e: 1e18,
  ki: 2 ** 10,
  mi: 2 ** 20,
  gi: 2 ** 30,
  ti: 2 ** 40,
  pi: 2 ** 50,
  ei: 2 ** 60,
};

function unitsOf(text: unknown, units: { readonly [unit: string]: number }): number | undefined {
  if (!isText(text)) return undefined;
  const [, number, unit] = /^"?([+-]?\d+(?:\.\d+)?)([A-Za-z]*)"?$/.exec(text) ?? [];
  const factor = unit !== undefined && Object.hasOwn(units, unit) ? units[unit] : undefined;
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}

/** Every path from an initial node to one that leads on to nothing new. */
function reachablePaths(graph: { readonly [node: string]: unknown }, initial: unknown): unknown {
  const paths: string[][] = [];
  const walk = (node: string, path: readonly string[]): void => {
    const next = neighbours(graph, node).filter((each) => !path.includes(each) && each !== node);
    const own = [...path, node];
    if (next.length === 0) paths.push(own);
    for (const each of next) {
      if (Object.hasOwn(graph, each)) walk(each, own);
      else paths.push(own);
    }
  };
  for (const node of isList(initial) ? initial : [])
    if (isText(node) && Object.hasOwn(graph, node)) walk(node, []);
  return paths;
}

function neighbours(graph: { readonly [node: string]: unknown }, node: string): readonly string[] {
  const next = graph[node];
  return isList(next) ? next.filter(isText) : [];
}
