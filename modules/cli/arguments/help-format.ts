import type { HelpConfiguration, Option } from "commander";

/** Help in Terraform's notation: `-out=<file>`, `-refresh=false`; no defaults but those that tell something. */
export const HELP_FORMAT: HelpConfiguration = { optionTerm, optionDescription, sortOptions: true };

function optionTerm(option: Option): string {
  const name = (option.long ?? "").replace(/^--/, "-");
  if (option.negate && option.long !== "--no-color") return `${name.replace(/^-no-/, "-")}=false`;
  const value = /<.*>|\[.*\]/.exec(option.flags)?.[0];
  const short = option.short === undefined ? "" : `${option.short}, `;
  return `${short}${name}${value === undefined ? "" : `=${value}`}`;
}

function optionDescription(option: Option): string {
  const choices = option.argChoices === undefined ? "" : ` (${option.argChoices.join(", ")})`;
  const value: unknown = option.defaultValue;
  const shown = typeof value === "string" || typeof value === "number" ? ` (default: ${value})` : "";
  return option.description + choices + shown;
}
