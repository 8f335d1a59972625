/** An availability zone's name and id. */
export interface Zone {
  readonly name: string;
  readonly id: string;
}

const prefixes: Readonly<Record<string, string>> = {
  north: "n",
  south: "s",
  east: "e",
  west: "w",
  central: "c",
  northeast: "ne",
  northwest: "nw",
  southeast: "se",
  southwest: "sw",
};
const LETTERS: Readonly<Record<string, string>> = { "us-east-1": "abcdef", "us-west-2": "abcd" };

/** The zones of a region: three of them, more where AWS has more. */
export function zonesOf(region: string): Zone[] {
  const [area = "", direction = "", number = "1"] = region.split("-");
  const short = `${area}${prefixes[direction] ?? direction}${number}`;
  return [...(LETTERS[region] ?? "abc")].map((letter, index) => ({
    name: `${region}${letter}`,
    id: `${short}-az${index + 1}`,
  }));
}
