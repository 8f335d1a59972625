import { gunzipSync } from "node:zlib";

/** Most that an archive may unpack to: 64 MiB. */
const largest = 64 * 1024 * 1024;

/**
 * The members of a gzipped tar archive as `opa build` writes it, by path without the leading slash.
 * Throws an `Error` that says what is wrong with any other bytes.
 */
export function readArchive(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const tar = gunzipSync(bytes, { maxOutputLength: largest });
  const members = new Map<string, Buffer>();
  let offset = 0;
  while (offset + 512 <= tar.length && tar[offset] !== 0) {
    const header = tar.subarray(offset, offset + 512);
    const size = Number.parseInt(textAt(header, 124, 12), 8);
    if (textAt(header, 257, 5) !== "ustar" || Number.isNaN(size)) throw new Error("it is no tar archive");
    const end = offset + 512 + size;
    if (end > tar.length) throw new Error("the tar archive is truncated");
    const prefix = textAt(header, 345, 155);
    const name = `${prefix === "" ? "" : `${prefix}/`}${textAt(header, 0, 100)}`;
    const kind = textAt(header, 156, 1);
    if (kind === "0" || kind === "") members.set(name.replace(/^\.?\//, ""), tar.subarray(offset + 512, end));
    offset = end + ((512 - (size % 512)) % 512);
  }
  return members;
}

function textAt(header: Buffer, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString("utf8", 0, end === -1 ? length : end).trim();
}
