import Ajv from "ajv/dist/2020.js";
import { FleetwrightError } from "../../modules/diagnostics/index.js";
import {
  formatDuration,
  parseDuration,
  parseRolloutDefinition,
  rolloutJsonSchema,
} from "../../modules/rollout/index.js";

function diagnosticsOf(value: unknown) {
  try {
    parseRolloutDefinition(value, (path) => ({ file: "fleet.yaml", line: path.length, column: 1 }));
  } catch (error) {
    if (FleetwrightError.is(error)) return error.diagnostics;
    throw error;
  }
  return [];
}

describe("the rollout section of a fleet file", () => {
  it("is one careful wave where nothing is said", () => {
    const definition = parseRolloutDefinition(undefined);
    expect(definition.waves).toMatchObject([
      {
        name: "all",
        maxConcurrentClusters: 1,
        maxConcurrentGroups: 1,
        zones: "sequential",
        failureBudget: { groups: 1 },
      },
    ]);
  });

  it("lets a wave say otherwise than the whole", () => {
    const { waves } = parseRolloutDefinition({
      maxConcurrentClusters: 5,
      soak: "30m",
      failureBudget: { share: "2.5%" },
      waves: [
        { name: "canary", clusters: { labels: { stage: "canary" } }, soak: "2h", approval: "before" },
        { name: "rest", clusters: "all", maxConcurrentClusters: 20 },
      ],
    });
    expect(waves[0]).toMatchObject({ maxConcurrentClusters: 5, soak: 7_200_000, approval: "before" });
    expect(waves[1]).toMatchObject({
      maxConcurrentClusters: 20,
      soak: 1_800_000,
      failureBudget: { share: 0.025 },
    });
  });

  it("says everything that is wrong, each with its place", () => {
    const found = diagnosticsOf({
      maxConcurrentClusters: 0,
      soak: "half an hour",
      windows: { timeZone: "Europe/Atlantis", open: [{ from: "25:00", to: "05:00" }] },
      waves: [
        { name: "a", clusters: "all" },
        { name: "b", clusters: { label: {} } },
      ],
      checks: [{ name: "both", command: ["true"], http: "https://x" }],
    });
    const places = found.map(({ summary }) => summary.replace("Invalid rollout definition at ", "")).sort();
    expect(places).toEqual([
      "rollout.checks.0",
      "rollout.maxConcurrentClusters",
      "rollout.soak",
      "rollout.waves.1.clusters",
      "rollout.windows.open.0.from",
      "rollout.windows.timeZone",
    ]);
    expect(found.every(({ location }) => location?.file === "fleet.yaml")).toBe(true);
  });

  it("refuses two waves of one name", () => {
    const found = diagnosticsOf({
      waves: [
        { name: "a", clusters: "all" },
        { name: "a", clusters: "all" },
      ],
    });
    expect(found).toMatchObject([{ detail: "Two waves are named a." }]);
  });

  it("has a JSON Schema that editors can use", async () => {
    const validate = new Ajv({ strict: false }).compile(await rolloutJsonSchema());
    expect(validate({ waves: [{ name: "a", clusters: { names: ["*-canary"] }, soak: "1h" }] })).toBe(true);
    expect(validate({ waves: [{ name: "a", clusters: "all", soaks: "1h" }] })).toBe(false);
  });
});

describe("durations", () => {
  it("are read and written in the same words", () => {
    expect(parseDuration("1h30m")).toBe(5_400_000);
    expect(parseDuration("2d")).toBe(172_800_000);
    expect(parseDuration("soon")).toBeUndefined();
    expect(parseDuration("")).toBeUndefined();
    expect(formatDuration(5_400_000)).toBe("1h30m");
    expect(formatDuration(0)).toBe("0s");
    expect(formatDuration(86_400_000 + 5_000)).toBe("1d");
  });
});
