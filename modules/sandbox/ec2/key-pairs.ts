import type { Answer, Call } from "../protocol/call.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { digest } from "../world/ids.js";
import { inPlace, placeKey } from "../world/keys.js";
import type { KeyPairRecord } from "../world/records.js";
import { applyFilters, tagFilter } from "./describe-filters.js";
import { ec2Error, missingParameter } from "./ec2-errors.js";
import { isoSeconds } from "./launch-templates.js";
import { tagSet, tagsFor } from "./tag-set.js";

/** ImportKeyPair: somebody's own public key. */
export function importKeyPair(call: Call, parameters: QueryParameters): Answer {
  const material = parameters.string("PublicKeyMaterial");
  if (material === undefined) throw missingParameter("PublicKeyMaterial");
  return keyPairView(putKeyPair(call, parameters, material));
}

/** CreateKeyPair: the private key is made up, as nobody can log in anywhere. */
export function createKeyPair(call: Call, parameters: QueryParameters): Answer {
  const pair = putKeyPair(call, parameters, call.world.ids.uuid());
  return { ...keyPairView(pair), keyMaterial: `sandbox key ${pair.fingerprint}` };
}

export function describeKeyPairs(call: Call, parameters: QueryParameters): Answer {
  const names = parameters.strings("KeyName");
  const ids = parameters.strings("KeyPairId");
  const all = call.world.tables.keyPairs.by("place", placeKey(call.place));
  for (const name of names) if (!all.some((pair) => pair.name === name)) throw notFound(name);
  for (const id of ids) {
    if (!all.some((pair) => pair.id === id)) {
      throw ec2Error("InvalidKeyPair.NotFound", `The key pair ID '${id}' does not exist`);
    }
  }
  const asked = all.filter(
    ({ name, id }) => (names.length === 0 || names.includes(name)) && (ids.length === 0 || ids.includes(id)),
  );
  const filtered = applyFilters(asked, parameters, (pair, filter) => {
    switch (filter) {
      case "key-name":
        return [pair.name];
      case "key-pair-id":
        return [pair.id];
      case "fingerprint":
        return [pair.fingerprint];
      default:
        return tagFilter(pair.tags, filter);
    }
  });
  return {
    keySet: filtered.map((pair) => ({
      ...keyPairView(pair),
      keyType: "rsa",
      createTime: isoSeconds(pair.createdAt),
    })),
  };
}

/** DeleteKeyPair: one that does not exist is no mistake. */
export function deleteKeyPair(call: Call, parameters: QueryParameters): Answer {
  const name = parameters.string("KeyName");
  const id = parameters.string("KeyPairId");
  const { keyPairs } = call.world.tables;
  const pair = keyPairs.by("place", placeKey(call.place)).find((row) => row.name === name || row.id === id);
  if (pair !== undefined) keyPairs.delete(inPlace(call.place, pair.name));
  return { return: true, ...(pair === undefined ? {} : { keyPairId: pair.id }) };
}

function putKeyPair(call: Call, parameters: QueryParameters, material: string): KeyPairRecord {
  const name = parameters.string("KeyName");
  if (name === undefined) throw missingParameter("KeyName");
  const { keyPairs } = call.world.tables;
  if (keyPairs.has(inPlace(call.place, name))) {
    throw ec2Error("InvalidKeyPair.Duplicate", `The keypair already exists`);
  }
  return keyPairs.put({
    ...call.place,
    id: call.world.ids.ec2("key"),
    name,
    fingerprint: digest(material).slice(0, 32).match(/../g)?.join(":") ?? "",
    createdAt: call.world.now(),
    tags: tagsFor(parameters, "key-pair"),
  });
}

function keyPairView(pair: KeyPairRecord): Answer {
  return {
    keyPairId: pair.id,
    keyName: pair.name,
    keyFingerprint: pair.fingerprint,
    tagSet: tagSet(pair.tags),
  };
}

function notFound(name: string): Error {
  return ec2Error("InvalidKeyPair.NotFound", `The key pair '${name}' does not exist`);
}
