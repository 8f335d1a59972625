import { readFileSync } from "node:fs";
import path from "node:path";
import { FleetwrightError } from "../../modules/diagnostics/index.js";
import { loadFleet } from "../../modules/fleet/index.js";
import { renderDiagnostics } from "../../modules/report/index.js";

const fixtures = path.join(__dirname, "../fixtures/fleet/bad");

/** The frames that the bad fleet of a fixture folder gives. */
async function framesOf(folder: string, paths: readonly string[]): Promise<string> {
  try {
    await loadFleet(paths, { workingDirectory: path.join(fixtures, folder) });
  } catch (error) {
    if (!FleetwrightError.is(error)) throw error;
    expect(error.source).toBe("user");
    return renderDiagnostics(error.diagnostics, { color: false, columns: 100 });
  }
  throw new Error(`${folder} was accepted`);
}

const cases: readonly [folder: string, claim: string, paths?: readonly string[]][] = [
  ["unknown-key", "says which key was meant by an unknown one"],
  ["wrong-type", "says how to write a value of the wrong type"],
  ["empty-value", "says that nothing stands after a key"],
  ["missing-keys", "says what is missing and where it may stand"],
  ["duplicate-cluster-name", "refuses two clusters of one name"],
  ["duplicate-node-group-name", "refuses two node groups of one name"],
  ["names-that-meet", "refuses groups whose derived names are the same"],
  ["min-greater-than-max", "refuses a min above the max"],
  ["desired-out-of-bounds", "refuses a desired size outside the bounds"],
  ["zone-without-subnet", "refuses a zone without a subnet"],
  ["group-in-a-zone-without-subnet", "refuses a group in a zone that the cluster has no subnet for"],
  ["invalid-label", "refuses labels that Kubernetes or EKS refuses"],
  ["invalid-taint", "refuses taints that Kubernetes refuses"],
  ["invalid-taint-effect", "says which effect was meant"],
  ["invalid-tag", "refuses tags that AWS refuses"],
  ["pinned-release-with-custom-image", "refuses a pinned release beside a custom image"],
  ["custom-image-with-type-and-version", "refuses type and version beside a custom image"],
  ["custom-image-without-bootstrap", "refuses a custom image without user data"],
  [
    "custom-image-with-template-that-does-not-bootstrap",
    "refuses a custom image whose user data does not bootstrap",
  ],
  ["bootstrap-without-custom-image", "refuses user data that bootstraps EKS's own image"],
  ["template-variable-missing", "finds a variable that a template is not given"],
  ["template-file-missing", "says that a template file is missing"],
  ["release-of-another-version", "refuses a release of another Kubernetes version"],
  ["al2-after-its-end", "refuses Amazon Linux 2 where it has ended"],
  ["wrong-architecture", "refuses instance types of another architecture than the image's"],
  ["mixed-architectures", "refuses instance types of two architectures"],
  ["name-too-long", "refuses a derived name that EKS would refuse"],
  ["unknown-template", "says which template was meant"],
  ["bad-waiver", "checks the shape of waivers"],
  ["bad-backend", "names the backends that there are"],
  ["yaml-syntax-error", "shows a YAML syntax error"],
  ["yaml-tab", "says that YAML is indented with spaces"],
  ["yaml-tag", "refuses YAML tags"],
  ["empty-file", "says that a file is empty"],
  ["file-missing", "says that a file is missing", ["nowhere.yaml"]],
  ["duplicate-keys", "refuses a key that stands twice"],
  ["unknown-anchor", "says that an alias has no anchor"],
  ["merge-key-of-a-list", "says what a merge key takes"],
  ["recursive-anchor", "refuses an anchor that holds itself"],
  ["billion-laughs", "refuses aliases that multiply without end"],
  ["wrong-kind", "says what an eksctl file is good for"],
  ["no-clusters", "says that a fleet has no clusters"],
  ["not-a-map", "says that a fleet file is a map"],
  ["several-errors-in-several-files", "gives the errors of all files at once, in order", ["."]],
];

describe("a bad fleet file", () => {
  test.each(cases)("%s: %s", async (folder, _claim, paths = ["fleet.yaml"]) => {
    const frames = await framesOf(folder, paths);
    const expected = path.join(fixtures, folder, "expected.txt");
    expect(frames).toBe(readFileSync(expected, "utf8"));
  });
});
