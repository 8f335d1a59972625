import type { Finding, NotDecided } from "../policy/index.js";
import { type AlikeChanges, alikeChanges, type ChangedValue } from "./alike-changes.js";
import { alikeFindings } from "./alike-findings.js";
import { findingPlace, findingSubject } from "./finding-place.js";
import type { GateReport } from "./gate-report.js";
import { verdictLine } from "./verdict-line.js";

/** GitHub takes no longer comment. */
const longest = 65_536;

/** Marks the comment, so that the next run finds and replaces it. */
export const commentMarker = "<!-- fleetwright-gate -->";

/**
 * Markdown for a pull request: the verdict first, then findings, then changes that are alike together. What
 * does not fit into one comment is left out at the end, and the comment says how much.
 */
export function gateMarkdown({ verdict, plans }: GateReport): string {
  const active = verdict.findings.filter(({ waiver }) => waiver === undefined);
  const waived = verdict.findings.filter(({ waiver }) => waiver !== undefined);
  const changes = alikeChanges(plans);
  const title = verdict.allowed ? "✅ Fleetwright: allowed" : "⛔ Fleetwright: denied";
  const sections: Section[] = [
    { lines: findingRows(active), open: findingTableHead, close: "", noun: "findings" },
    {
      lines: changeRows(changes),
      open: details(changesSummary(changes)),
      close: detailsEnd,
      noun: "kinds of change",
    },
    {
      lines: waived.map(waivedRow),
      open: details(`Waived (${waived.length})`),
      close: detailsEnd,
      noun: "waived findings",
    },
    {
      lines: notDecidedRows(verdict.notDecided),
      open: details(`Not decided (${verdict.notDecided.length})`),
      close: detailsEnd,
      noun: "undecided rules",
    },
  ];
  return withinLimit(`${commentMarker}\n## ${title}\n\n${verdictLine(verdict)}\n`, sections);
}

interface Section {
  readonly open: string;
  readonly lines: readonly string[];
  readonly close: string;
  readonly noun: string;
}

const findingTableHead = "\n| | Rule | Where | What |\n|---|---|---|---|\n";
const detailsEnd = "\n</details>\n";

function details(summary: string): string {
  return `\n<details><summary>${summary}</summary>\n\n`;
}

/** Writes sections while they fit, with room kept for the sentence that tells what was left out. */
function withinLimit(head: string, sections: readonly Section[]): string {
  const reserve = 300;
  let text = head;
  const left: string[] = [];
  for (const { open, lines, close, noun } of sections) {
    if (lines.length === 0) continue;
    const room = longest - reserve - text.length - open.length - close.length;
    const kept: string[] = [];
    let used = 0;
    for (const line of lines) {
      if (used + line.length + 1 > room) break;
      kept.push(line);
      used += line.length + 1;
    }
    if (kept.length > 0) text += `${open}${kept.join("\n")}\n${close}`;
    if (kept.length < lines.length) left.push(`${lines.length - kept.length} of ${lines.length} ${noun}`);
  }
  if (left.length === 0) return text;
  return `${text}\n> **Cut off:** ${left.join(", ")} did not fit into this comment. The verdict above counts them all.\n`;
}

const symbols = { deny: "⛔ deny", warn: "⚠️ warn", info: "ℹ️ info" } as const;

function findingRows(findings: readonly Finding[]): string[] {
  return alikeFindings(findings).map(({ first, findings: alike }) => {
    const { severity, rule: id, links, title, standing, recommendedAction } = first;
    const place = findingPlace(first);
    const subjects = alike.slice(0, 5).map((finding) => code(findingSubject(finding)));
    const more = alike.length > subjects.length ? [`and ${alike.length - subjects.length} more`] : [];
    const where = [...(place === null ? [] : [code(place)]), ...subjects, ...more].join("<br>");
    const rule = links[0] === undefined ? cell(id) : `[${cell(id)}](${links[0]})`;
    const before = standing ? " *(as it was before)*" : "";
    const advice = recommendedAction === "" ? "" : `<br>→ ${cell(recommendedAction)}`;
    return `| ${symbols[severity]} | ${rule}<br>${cell(title)} | ${where} | ${cell(first.message)}${before}${advice} |`;
  });
}

function waivedRow(finding: Finding): string {
  const { waiver } = finding;
  const terms =
    waiver === undefined ? "" : ` — ${cell(waiver.owner)}, until ${waiver.expires}: ${cell(waiver.reason)}`;
  return `- ${finding.rule}: ${cell(finding.message)}${terms}`;
}

function notDecidedRows(open: readonly NotDecided[]): string[] {
  const groups = new Map<string, { readonly text: string; count: number; readonly first: string }>();
  for (const each of open) {
    const text = `${each.rule}: ${cell(each.reason)}`;
    const group = groups.get(text) ?? { text, count: 0, first: findingSubject(each) };
    group.count += 1;
    groups.set(text, group);
  }
  return [...groups.values()].map(
    ({ text, count, first }) => `- ${text} (${code(first)}${count > 1 ? ` and ${count - 1} more` : ""})`,
  );
}

function changeRows(changes: readonly AlikeChanges[]): string[] {
  return changes.map(({ actions, type, values, subjects }) => {
    const shown = subjects.slice(0, 5).map(code).join(", ");
    const rest = subjects.length > 5 ? ` and ${subjects.length - 5} more` : "";
    const what = values.slice(0, mostValues).map(valueRow).join("");
    const more = values.length > mostValues ? `\n  - and ${values.length - mostValues} more values` : "";
    return `- **${verbOf(actions)}** ${code(type)} — ${subjects.length} × (${shown}${rest})${what}${more}`;
  });
}

/** Values of one kind of change that are shown. */
const mostValues = 12;

function valueRow({ path, before, after, forcesReplacement }: ChangedValue): string {
  return `\n  - ${code(path)}: ${code(before)} → ${code(after)}${forcesReplacement ? " (forces replacement)" : ""}`;
}

function verbOf(actions: readonly string[]): string {
  return actions.length === 2 ? `replace (${actions.join(", then ")})` : (actions[0] ?? "");
}

/** How many resources are to be made, changed and so on; a replacement counts as both, as in Terraform. */
function changesSummary(changes: readonly AlikeChanges[]): string {
  const count = (action: string): number =>
    changes.reduce((sum, { actions, subjects }) => sum + (actions.includes(action) ? subjects.length : 0), 0);
  return `Changes: ${count("create")} to add, ${count("update")} to change, ${count("delete")} to destroy`;
}

/** Text inside a table cell: nothing in it may end the cell, the line, or begin a tag. */
function cell(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/\|/g, "\\|")
    .replace(/[\r\n]+/g, " ")
    .replace(/([*_`[\]])/g, "\\$1");
}

function code(text: string): string {
  return `\`${text
    .replace(/`/g, "ˋ")
    .replace(/\|/g, "\\|")
    .replace(/[\r\n]+/g, " ")}\``;
}
