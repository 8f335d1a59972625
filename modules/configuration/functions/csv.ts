import { FunctionError } from "./function-definition.js";

/** Rows of comma-separated values (RFC 4180, as Go's `encoding/csv` reads it); empty lines do not count. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let position = 0;
  while (position < text.length) {
    const row: string[] = [];
    const line = rows.length + 1;
    for (;;) {
      const field = readField(text, position, line);
      row.push(field.value);
      position = field.end;
      if (text[position] !== ",") break;
      position++;
    }
    position += /^\r?\n/.exec(text.slice(position, position + 2))?.[0].length ?? 0;
    if (row.length === 1 && row[0] === "") continue;
    const [first] = rows;
    if (first !== undefined && first.length !== row.length)
      throw new FunctionError(`CSV parse error on line ${line}: wrong number of fields`);
    rows.push(row);
  }
  return rows;
}

function readField(
  text: string,
  start: number,
  line: number,
): { readonly value: string; readonly end: number } {
  if (text[start] !== '"') {
    const value = /^[^,\r\n]*/.exec(text.slice(start))?.[0] ?? "";
    if (value.includes('"'))
      throw new FunctionError(`CSV parse error on line ${line}: bare " in non-quoted-field`);
    return { value, end: start + value.length };
  }
  const quoted = /^"((?:[^"]|"")*)"(?=,|\r?\n|$)/.exec(text.slice(start));
  if (quoted === null)
    throw new FunctionError(`CSV parse error on line ${line}: extraneous or missing " in quoted-field`);
  return { value: (quoted[1] ?? "").replaceAll('""', '"'), end: start + quoted[0].length };
}
