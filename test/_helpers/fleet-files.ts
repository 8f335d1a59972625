import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Fleet, loadFleet } from "../../modules/fleet/index.js";

const made: string[] = [];

/** Writes files into a new directory and returns it; `removeFleetFiles` takes all of them away again. */
export function fleetFiles(files: { readonly [name: string]: string }): string {
  const directory = mkdtempSync(path.join(tmpdir(), "fleetwright-test-"));
  made.push(directory);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
  return directory;
}

export function removeFleetFiles(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
}

/** The fleet of one file's text; `more` files stand beside it. */
export async function fleetOf(text: string, more: { readonly [name: string]: string } = {}): Promise<Fleet> {
  const workingDirectory = fleetFiles({ "fleet.yaml": text, ...more });
  return (await loadFleet(["fleet.yaml"], { workingDirectory })).fleet;
}

/** The start of a fleet file: one cluster in two zones, ready for `nodeGroups` to be listed under it. */
export const clusterHead = `apiVersion: fleetwright.dev/v1
kind: Fleet
name: shop
clusters:
  - name: prod-eu-1
    region: eu-central-1
    account: "111122223333"
    kubernetesVersion: "1.33"
    nodeRole: arn:aws:iam::111122223333:role/eks-node
    tags: { stage: production }
    zones:
      - { name: eu-central-1a, subnet: subnet-0a11000000000001a }
      - { name: eu-central-1b, subnet: subnet-0a11000000000001b }
    nodeGroups:
`;

/** A group with what every group needs, and whatever else is given in flow style, e.g. `naming: prefix`. */
export function groupOf(name: string, ...settings: readonly string[]): string {
  const given = ["instanceTypes: [m6i.large]", "scaling: { min: 1, max: 3 }", ...settings];
  const keys = new Map(given.map((setting) => [setting.split(":")[0], setting]));
  return `      - name: ${name}\n${[...keys.values()].map((setting) => `        ${setting}\n`).join("")}`;
}
