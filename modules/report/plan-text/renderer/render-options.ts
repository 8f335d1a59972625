import type { DiffAction } from "../computed/action.js";
import type { Colors } from "./colors.js";

export interface RenderOptions {
  readonly colors: Colors;
  /** Leave out `-> null` after deleted values. */
  readonly hideNullSuffix: boolean;
  /** Show `# forces replacement` on the next difference whether it says so or not. */
  readonly forceReplacement: boolean;
  /** Do not show `# forces replacement` on the next difference: its parent shows it. */
  readonly forbidReplacement: boolean;
  readonly showUnchanged: boolean;
}

export function renderOptions(colors: Colors): RenderOptions {
  return {
    colors,
    hideNullSuffix: false,
    forceReplacement: false,
    forbidReplacement: false,
    showUnchanged: false,
  };
}

/** Options for a difference's parts: what was said about replacement was said about the whole alone. */
export function partOptions(options: RenderOptions, changed: Partial<RenderOptions> = {}): RenderOptions {
  return { ...options, forceReplacement: false, forbidReplacement: false, ...changed };
}

export function nullSuffix(action: DiffAction, options: RenderOptions): string {
  return action === "delete" && !options.hideNullSuffix ? ` ${options.colors.gray("-> null")}` : "";
}

export function replacementSuffix(replace: boolean, options: RenderOptions): string {
  if (options.forbidReplacement || !(replace || options.forceReplacement)) return "";
  return ` ${options.colors.red("# forces replacement")}`;
}
