/** Wraps at words to fit a terminal of `columns`; lines that begin with a space are kept as they are. */
export function wordWrap(text: string, columns: number): string {
  if (columns <= 1) return text;
  return text
    .split("\n")
    .map((line) => (line.startsWith(" ") ? line : wrapLine(line, columns - 1)))
    .join("\n");
}

/** A line across the terminal, with an empty line before. */
export function horizontalRule(columns: number): string {
  return columns <= 1 ? "" : `\n${"─".repeat(columns - 1)}\n`;
}

function wrapLine(line: string, width: number): string {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    const longer = current === "" ? word : `${current} ${word}`;
    if (longer.length > width && current !== "") {
      lines.push(current);
      current = word;
    } else {
      current = longer;
    }
  }
  return [...lines, current].join("\n");
}
