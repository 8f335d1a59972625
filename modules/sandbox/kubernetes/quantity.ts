const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A resource quantity such as `250m`, `1.5` or `128Mi`, in cores or bytes; 0 for what is none. */
export function quantity(text: string | number | undefined): number {
  if (typeof text === "number") return text;
  const match = /^([0-9.]+)([A-Za-z]*)$/.exec(text ?? "");
  const unit = UNITS[match?.[2] ?? ""];
  return match === null || unit === undefined ? 0 : Number(match[1]) * unit;
}
