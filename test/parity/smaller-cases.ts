import type { JsonObject, JsonValue } from "../../modules/state/index.js";
import type { ParityCase } from "./parity-case.js";

/** What a configuration cannot do without. */
const REQUIRED = new Set(["cluster_name", "node_role_arn", "subnet_ids", "scaling_config"]);

/** Cases with one thing less: a setting, a block, an element, an ignored path, a prior value. */
export function smallerCases(parityCase: ParityCase): readonly ParityCase[] {
  const { config, lifecycle, prior, tainted } = parityCase;
  const smaller: ParityCase[] = [];
  for (const reduced of without(config)) smaller.push({ ...parityCase, config: reduced });
  for (const reduced of without(lifecycle)) smaller.push({ ...parityCase, lifecycle: reduced });
  if (tainted) smaller.push({ ...parityCase, tainted: false });
  if (prior !== null)
    for (const [name, value] of Object.entries(prior)) {
      if (name === "id" || value === null || (Array.isArray(value) && value.length === 0)) continue;
      const emptied = Array.isArray(value) && !REQUIRED.has(name) ? [] : null;
      smaller.push({ ...parityCase, prior: { ...prior, [name]: emptied } });
    }
  return smaller;
}

function without(object: JsonObject): readonly JsonObject[] {
  return Object.entries(object).flatMap(([name, value]): readonly JsonObject[] => {
    const { [name]: _left, ...rest } = object;
    const inner = Array.isArray(value)
      ? value.flatMap((element: JsonValue, index) => {
          const others = value.filter((_, at) => at !== index);
          const shorter = others.length === 0 && REQUIRED.has(name) ? [] : [{ ...object, [name]: others }];
          return isObject(element)
            ? [
                ...shorter,
                ...without(element).map((reduced) => ({
                  ...object,
                  [name]: value.map((each: JsonValue, at) => (at === index ? reduced : each)),
                })),
              ]
            : shorter;
        })
      : [];
    return REQUIRED.has(name) ? inner : [rest, ...inner];
  });
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
