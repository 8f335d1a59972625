/** One field of a protobuf message: its number, and a number or bytes by its wire type. */
export interface ProtobufField {
  readonly number: number;
  readonly value: number | Buffer;
}

/**
 * Takes a protobuf message apart. Groups and 64-bit numbers beyond what a double holds are not needed here.
 * @throws RangeError for bytes that are no message
 */
export function readProtobuf(bytes: Buffer): ProtobufField[] {
  const fields: ProtobufField[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at];
      if (byte === undefined || shift > 2 ** 63) throw new RangeError("a number is cut off");
      at += 1;
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new RangeError("a field is cut off");
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        fields.push({ number, value: varint() });
        break;
      case 1:
        fields.push({ number, value: take(8) });
        break;
      case 2:
        fields.push({ number, value: take(varint()) });
        break;
      case 5:
        fields.push({ number, value: take(4) });
        break;
      default:
        throw new RangeError(`there is no wire type ${tag % 8}`);
    }
  }
  return fields;
}
