import { type HostBuiltins, isObject, isText, textsOf } from "./host-builtin.js";

export const textBuiltins: HostBuiltins = {
  "strings.any_prefix_match": (search, base) => anyMatch(search, base, (text, part) => text.startsWith(part)),
  "strings.any_suffix_match": (search, base) => anyMatch(search, base, (text, part) => text.endsWith(part)),
  "strings.count": (search, part) => {
    if (!isText(search) || !isText(part)) return undefined;
    return part === "" ? [...search].length + 1 : search.split(part).length - 1;
  },
  indexof_n: (search, part) => {
    if (!isText(search) || !isText(part) || part === "") return undefined;
    const [all, wanted] = [[...search], [...part]];
    return all.flatMap((_, at) => (wanted.every((each, offset) => all[at + offset] === each) ? [at] : []));
  },
  "glob.quote_meta": (pattern) =>
    isText(pattern) ? pattern.replace(/[*?\\[\]{}]/g, (character) => `\\${character}`) : undefined,
  "hex.encode": (text) => (isText(text) ? Buffer.from(text, "utf8").toString("hex") : undefined),
  "hex.decode": (text) =>
    isText(text) && /^(?:[0-9a-f]{2})*$/i.test(text) ? Buffer.from(text, "hex").toString("utf8") : undefined,
  "base64url.encode_no_pad": (text) =>
    isText(text) ? Buffer.from(text, "utf8").toString("base64url") : undefined,
  "urlquery.encode": (text) => (isText(text) ? queryText(text) : undefined),
  "urlquery.decode": (text) => {
    if (!isText(text)) return undefined;
    try {
      return decodeURIComponent(text.replace(/\+/g, " "));
    } catch {
      return undefined;
    }
  },
  "urlquery.encode_object": (object) => {
    if (!isObject(object)) return undefined;
    const pairs = Object.entries(object)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .flatMap(([key, value]) =>
        (textsOf(value) ?? []).map((each) => `${queryText(key)}=${queryText(each)}`),
      );
    return pairs.join("&");
  },
  "urlquery.decode_object": (text) => {
    if (!isText(text)) return undefined;
    const found = new Map<string, string[]>();
    for (const [key, value] of new URLSearchParams(text)) found.set(key, [...(found.get(key) ?? []), value]);
    return Object.fromEntries(found);
  },
  "json.marshal_with_options": (value, options) => {
    if (!isObject(options)) return undefined;
    const { prefix, indent, pretty } = options;
    const wanted = pretty ?? (prefix !== undefined || indent !== undefined);
    if (wanted !== true) return JSON.stringify(value);
    const text = JSON.stringify(value, null, isText(indent) ? indent : "\t");
    return isText(prefix) ? text.replace(/^/gm, prefix) : text;
  },
};

function anyMatch(search: unknown, base: unknown, matches: (text: string, part: string) => boolean): unknown {
  const [texts, parts] = [textsOf(search), textsOf(base)];
  if (texts === undefined || parts === undefined) return undefined;
  return texts.some((text) => parts.some((part) => matches(text, part)));
}

/** As Go's url.QueryEscape. */
function queryText(text: string): string {
  return encodeURIComponent(text)
    .replace(/%20/g, "+")
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
