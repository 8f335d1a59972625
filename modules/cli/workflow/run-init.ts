import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fleetJsonSchema } from "../../fleet/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { version } from "../version.js";

/** `fleetwright init`: a starter project. What exists is left alone. */
export async function runInit(directory: string, environment: CliEnvironment): Promise<ExitCode> {
  const root = resolve(environment.workingDirectory, directory);
  const files: { readonly [path: string]: string } = {
    "fleet.yaml": FLEET,
    "fleet.schema.json": `${JSON.stringify(await fleetJsonSchema(), null, 2)}\n`,
    "package.json": `${JSON.stringify(packageJson(), null, 2)}\n`,
    "cdktf.json": `${JSON.stringify(CDKTF_JSON, null, 2)}\n`,
    ".gitignore": "node_modules/\ncdktf.out/\n*.tfstate*\n*.plan\n",
    ".github/workflows/fleet.yml": WORKFLOW,
  };
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path);
    const shown = relative(environment.workingDirectory, file);
    if (existsSync(file)) {
      environment.stdout.write(`kept     ${shown}\n`);
      continue;
    }
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    environment.stdout.write(`written  ${shown}\n`);
  }
  const where = relative(environment.workingDirectory, root);
  const chdir = where === "" ? "" : ` -chdir=${where}`;
  environment.stdout.write(
    `\nEdit fleet.yaml, then:\n  npm install\n  npx fleetwright${chdir} validate\n  npx fleetwright${chdir} plan\n`,
  );
  return EXIT.ok;
}

const FLEET = `# yaml-language-server: $schema=./fleet.schema.json
apiVersion: fleetwright.dev/v1
kind: Fleet
name: my-fleet

defaults:
  cluster:
    account: "111122223333"
    nodeRole: arn:aws:iam::111122223333:role/eks-node
    kubernetesVersion: "1.35"
  nodeGroup:
    capacityType: ON_DEMAND
    ami: { type: AL2023_x86_64_STANDARD }
    rootVolume: { sizeGib: 50 }
    # The cluster autoscaler moves desired size; plans leave it alone.
    scaling: { min: 1, max: 5, desired: 2, desiredOwner: cluster-autoscaler }
    updateConfig: { maxUnavailable: 1 }

clusters:
  - name: staging-eu-1
    region: eu-central-1
    zones:
      - { name: eu-central-1a, subnet: subnet-00000000000000001 }
      - { name: eu-central-1b, subnet: subnet-00000000000000002 }
      - { name: eu-central-1c, subnet: subnet-00000000000000003 }
    nodeGroups:
      # One EKS node group per zone: staging-eu-1-0-general, -1-general, -2-general.
      - name: general
        instanceTypes: [m6i.large, m5.large]
`;

function packageJson(): object {
  return {
    name: "fleet",
    private: true,
    devDependencies: { fleetwright: `^${version()}` },
  };
}

const CDKTF_JSON = {
  language: "typescript",
  app: "npx fleetwright synth",
  output: "cdktf.out",
  sendCrashReports: "false",
  context: { fleet: "fleet.yaml" },
};

const WORKFLOW = `# Plans the fleet on every pull request and stops it when the policies deny the plan.
name: fleet
on:
  pull_request:
    paths: [fleet.yaml]
permissions:
  contents: read
  id-token: write
jobs:
  plan:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 22, cache: npm }
      - run: npm ci
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          role-to-assume: \${{ vars.FLEET_PLAN_ROLE }}
          aws-region: \${{ vars.AWS_REGION }}
      - run: npx fleetwright plan -out fleet.plan
      - if: \${{ !cancelled() && hashFiles('fleet.plan') != '' }}
        run: npx fleetwright gate -plan fleet.plan -format markdown >> "$GITHUB_STEP_SUMMARY"
`;
