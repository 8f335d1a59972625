import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policiesDirectory } from "../policies-directory.js";
import { type Parameters, type ProfileName, parametersSchema, profileNames } from "./parameters-schema.js";

/** All limits of a profile, read from `policies/parameters/` once. */
export function profileParameters(profile: ProfileName): Parameters {
  const known = loaded.get(profile);
  if (known !== undefined) return known;
  const parameters = Object.freeze(parametersSchema.parse(completed(profile)));
  loaded.set(profile, parameters);
  return parameters;
}

const loaded = new Map<ProfileName, Parameters>();

/** A profile may extend another one, and then gives only what differs. */
function completed(profile: ProfileName): object {
  const file = join(policiesDirectory(), "parameters", profile, "data.json");
  const document: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (typeof document !== "object" || document === null) return {};
  if (!("extends" in document)) return document;
  const { extends: base, ...differing } = document;
  const parent = profileNames.find((name) => name === base && name !== profile);
  return parent === undefined ? differing : { ...completed(parent), ...differing };
}
