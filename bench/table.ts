/** A table in Markdown, columns aligned, numbers to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => pad(cell, widths[column] ?? 0)).join(" | ")} |`;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return `${[line(header), rule, ...rows.map(line)].join("\n")}\n`;
}

function pad(cell: string, width: number): string {
  return /^[\d.<]/.test(cell) ? cell.padStart(width) : cell.padEnd(width);
}
