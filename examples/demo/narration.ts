import { createColors } from "picocolors";

const colors = createColors(process.stdout.isTTY === true && process.env.NO_COLOR === undefined);

/** A numbered step of the demo. */
export function heading(number: string, text: string): void {
  process.stdout.write(`\n${colors.bold(colors.cyan(`━━ ${number}. ${text} `))}\n\n`);
}

/** A remark between commands. */
export function say(text: string): void {
  process.stdout.write(`${colors.dim("#")} ${text}\n`);
}

export function prompt(command: string): void {
  process.stdout.write(`\n${colors.bold(`$ ${command}`)}\n`);
}

/** Leaves out what makes a plan long and tells little: the attributes of what is created or destroyed. */
export function shorten(text: string): string {
  const blocks = text.split(/\n(?=\n {2}(?:\S*)# \S+)/);
  return blocks.map(shortenBlock).join("\n");
}

function shortenBlock(block: string): string {
  const plain = block.replaceAll(ANSI, "");
  if (!/^\n? {2}# \S+ will be (created|destroyed)/.test(plain)) return block;
  const [, comment = "", rest = ""] = /^(\n? {2}[^\n]*\n)(.*)$/s.exec(block) ?? [];
  const end = rest.indexOf("\n    }\n");
  return `${comment.trimEnd()} …${end < 0 ? "" : rest.slice(end + "\n    }".length)}`;
}

const ANSI = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
