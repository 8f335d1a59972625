import { createColors } from "picocolors";

export type Colors = ReturnType<typeof createColors>;

/** Colours for a terminal, or none. */
export function colorsFor(enabled: boolean): Colors {
  return createColors(enabled);
}
