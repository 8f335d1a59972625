import type { RootVolume, UserData } from "../fleet.js";
import { type AmiFamily, dataDeviceName } from "../schema/ami-types.js";
import type { NodeGroupSettings } from "../schema/node-group-schema.js";
import type { Problems } from "./problems.js";

/** The volume of a group; the device is the image family's where nothing else is said. */
export function resolveRootVolume(
  settings: Partial<NodeGroupSettings>,
  imageFamily: AmiFamily | null,
  userData: UserData | null,
  problems: Problems,
): RootVolume {
  const volume = settings.rootVolume ?? {};
  const family = imageFamily ?? familyOfUserData(userData);
  const type = volume.type ?? "gp3";
  if (volume.throughput !== undefined && type !== "gp3") {
    problems.addAtKey(
      ["rootVolume", "throughput"],
      "FLEET_ROOT_VOLUME",
      `A ${type} volume has no throughput to set`,
      "Only gp3 has. Remove throughput, or take type gp3.",
    );
  }
  if (volume.iops !== undefined && type === "gp2") {
    problems.addAtKey(
      ["rootVolume", "iops"],
      "FLEET_ROOT_VOLUME",
      "A gp2 volume has no IOPS to set",
      "They follow from its size. Remove iops, or take type gp3.",
    );
  }
  if (volume.iops !== undefined && type === "gp3" && volume.iops < 3000) {
    problems.add(
      ["rootVolume", "iops"],
      "FLEET_ROOT_VOLUME",
      "A gp3 volume has at least 3000 IOPS",
      "Remove iops to take the 3000 that are free of charge, or write a larger number.",
    );
  }
  if (volume.iops === undefined && (type === "io1" || type === "io2")) {
    problems.add(
      ["rootVolume", "type"],
      "FLEET_ROOT_VOLUME",
      `An ${type} volume needs its IOPS said`,
      "Add iops, e.g. 3000.",
    );
  }
  if (volume.kmsKeyId !== undefined && volume.encrypted === false) {
    problems.addAtKey(
      ["rootVolume", "kmsKeyId"],
      "FLEET_ROOT_VOLUME",
      "A KMS key is named for a volume that is not encrypted",
      "Remove encrypted: false, or the key.",
    );
  }
  return {
    deviceName: volume.deviceName ?? dataDeviceName(family),
    sizeGib: volume.sizeGib ?? (family === "windows" ? 50 : 20),
    type,
    iops: volume.iops ?? null,
    throughput: volume.throughput ?? null,
    encrypted: volume.encrypted ?? true,
    kmsKeyId: volume.kmsKeyId ?? null,
  };
}

/** What a custom image must be, going by the user data that it is given. */
function familyOfUserData(userData: UserData | null): AmiFamily {
  if (userData === null) return "al2023";
  if (userData.kind === "generated") {
    if (userData.bootstrap === "bottlerocket") return "bottlerocket";
    return userData.bootstrap === "nodeadm" ? "al2023" : "al2";
  }
  if (userData.format === "toml") return "bottlerocket";
  return userData.format === "powershell" ? "windows" : "al2023";
}
