import {
  parseRolloutDefinition,
  planRollout,
  type RolloutEvent,
  rolloutStatus,
  statusFrame,
} from "../../modules/rollout/index.js";
import { ModelFleet } from "../_helpers/model-fleet.js";

const fleet = new ModelFleet({
  clusters: Array.from({ length: 40 }, (_, index) => ({
    name: `cluster-${String(index).padStart(2, "0")}`,
    labels: { wave: index < 2 ? "canary" : "all" },
    groups: 2,
  })),
});

const plan = planRollout(
  parseRolloutDefinition({
    maxConcurrentClusters: 40,
    failureBudget: { groups: 3 },
    waves: [
      { name: "canary", clusters: { labels: { wave: "canary" } } },
      { name: "production", clusters: "all" },
    ],
  }),
  fleet.facts(),
  { kind: "release", releases: null },
);

const at = Date.UTC(2026, 1, 2, 12);
const minutes = (count: number): number => at + count * 60_000;

/** Canary is done; of production one group has failed, and every other cluster works on its first. */
const events: readonly RolloutEvent[] = [
  { type: "runner-started", runner: "a/1", at },
  { type: "rollout-started", at },
  { type: "wave-started", wave: "canary", attempt: 1, at },
  ...["cluster-00", "cluster-01"].flatMap((cluster): RolloutEvent[] => [
    { type: "cluster-started", wave: "canary", cluster, attempt: 1, at },
    ...["g0", "g1"].map(
      (group): RolloutEvent => ({
        type: "step-done",
        step: `${cluster}/1/${cluster}-${group}`,
        skipped: null,
        seconds: 60,
        updateIds: [],
        attached: false,
        at: minutes(10),
      }),
    ),
    { type: "cluster-finished", wave: "canary", cluster, outcome: "done", at: minutes(10) },
  ]),
  { type: "wave-finished", wave: "canary", failed: 0, at: minutes(10) },
  { type: "wave-started", wave: "production", attempt: 1, at: minutes(10) },
  ...Array.from({ length: 38 }, (_, index) => `cluster-${String(index + 2).padStart(2, "0")}`).flatMap(
    (cluster, index): RolloutEvent[] => [
      { type: "cluster-started", wave: "production", cluster, attempt: 1, at: minutes(10) },
      {
        type: "step-progress",
        step: `${cluster}/1/${cluster}-g0`,
        updateId: "u",
        phase: "upgrade",
        nodes: { old: 1, new: 2 },
        at: minutes(11 + index),
      },
    ],
  ),
  {
    type: "step-failed",
    step: "cluster-20/1/cluster-20-g0",
    attempt: 1,
    diagnostics: [{ severity: "error", code: "X", summary: "cluster-20: NodeCreationFailure" }],
    at: minutes(50),
  },
  { type: "cluster-finished", wave: "production", cluster: "cluster-20", outcome: "failed", at: minutes(50) },
];

const status = rolloutStatus(plan, events);
const frame = (columns: number, rows: number): string[] =>
  statusFrame("Rollout x: newest AMI releases", status, minutes(60), { columns, rows }).map(
    ({ text }) => text,
  );

describe("the live view of a rollout", () => {
  it("shows waves with clusters, groups, nodes and budget, what has failed, and who works at what since when", () => {
    const lines = frame(140, 40);
    expect(lines[1]).toMatch(/^running · 1h of .*h.* expected · 1 runner$/);
    expect(lines).toContainEqual(
      expect.stringMatching(/^✓ canary +finished +clusters 2\/2 +groups 4\/4 +nodes 8\/8/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^▸ production +running +clusters 0\/38 +groups 0\/76 +nodes 0\/152 +failed 1 of 3 that stop it .* to go$/,
      ),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^! cluster-20, node group .*: cluster-20: NodeCreationFailure$/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {4}node group cluster-02-g0 to \S+ +upgrade +nodes 1 old, 2 new +49m of /),
    );
  });

  it("fits any terminal, and says what it leaves out", () => {
    for (const [columns, rows] of [
      [140, 40],
      [80, 24],
      [60, 12],
      [40, 8],
      [200, 100],
    ] as const) {
      const lines = frame(columns, rows);
      expect(lines.length).toBeLessThan(rows);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    }
    expect(frame(80, 24).at(-1)).toMatch(/^ {2}and \d+ more clusters$/);
    expect(frame(200, 100).at(-1)).not.toContain("more clusters");
  });

  it("puts the most interesting first: what failed, then what has been at work for longest", () => {
    const clusters = frame(80, 24).filter((line) => /^[▸✗] cluster/.test(line));
    expect(clusters[0]).toContain("✗ cluster-20");
    expect(clusters[1]).toContain("▸ cluster-02");
    expect(frame(60, 12).join("\n")).toContain("! cluster-20: NodeCreationFailure");
  });
});
