import type { Path } from "../../values/index.js";

/**
 * The hash by which go-cty's path sets order their elements: CRC-64 (ISO) over the attribute names, every
 * index counting as `#`, taken as a signed number.
 */
export function pathHash(path: Path): bigint {
  const bytes = Buffer.from(path.map((step) => (typeof step === "number" ? "#" : step)).join(""));
  let crc = MASK;
  for (const byte of bytes) crc = (tableEntry(Number(crc & 0xffn) ^ byte) ^ (crc >> 8n)) & MASK;
  return BigInt.asIntN(64, crc ^ MASK);
}

const MASK = 0xffff_ffff_ffff_ffffn;
const ISO_POLYNOMIAL = 0xd800_0000_0000_0000n;

function tableEntry(index: number): bigint {
  let crc = BigInt(index);
  for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ ISO_POLYNOMIAL : crc >> 1n;
  return crc;
}
