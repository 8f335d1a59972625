import { type KillTrial, type Moment, startKillTrial, type TrialOutcome } from "../_helpers/kill-trial.js";
import type { WantedStack } from "../_helpers/stack-configuration.js";

const groups = ["a", "b", "d", "e"];
const before: WantedStack = {
  groups,
  own: {
    a: { version: "1.32" },
    e: { fixedNames: true, createBeforeDestroy: false },
  },
};
/** Of everything one: see the effects. */
const after: WantedStack = {
  groups: ["a", "c", "d", "e"],
  own: {
    a: { version: "1.33", volumeSize: 60, labels: { role: "batch" }, tags: { Owner: "data" } },
    d: { instanceTypes: ["m5.xlarge"] },
    e: { fixedNames: true, createBeforeDestroy: false, instanceTypes: ["m5.xlarge"] },
  },
};
/** What the change does, each effect once. */
const EFFECTS = [
  // An update of a template and its group: tags, version and configuration.
  "DeleteTags demo-a-*",
  "CreateTags demo-a-*",
  "CreateLaunchTemplateVersion demo-a-*",
  "ModifyLaunchTemplate demo-a-*",
  "UntagResource demo/demo-a-*",
  "TagResource demo/demo-a-*",
  "UpdateNodegroupVersion demo/demo-a-*",
  "UpdateNodegroupConfig demo/demo-a-*",
  // A delete.
  "DeleteNodegroup demo/demo-b-*",
  "DeleteLaunchTemplate demo-b-*",
  // A create.
  "CreateLaunchTemplate demo-c-*",
  "CreateNodegroup demo/demo-c-*",
  // A replacement that creates before it destroys.
  "CreateNodegroup demo/demo-d-*",
  "DeleteNodegroup demo/demo-d-*",
  // One that destroys before it creates.
  "DeleteNodegroup demo/demo-e",
  "CreateNodegroup demo/demo-e",
].sort();

/** The header, three lines for each effect (begun, accepted, done) and the end. */
const LINES = 1 + 3 * EFFECTS.length + 1;

describe("a deploy that is killed", () => {
  let trial: KillTrial;
  let clean: TrialOutcome & { readonly journalLines: number };
  beforeAll(async () => {
    const port = 20_000 + (process.pid % 20_000);
    trial = await startKillTrial({ before, after, port, waive: ["FW-REPLACE-001", "FW-REPLACE-003"] });
    clean = await trial.undisturbed();
  }, 60_000);
  afterAll(() => trial?.close());

  it("would have done each of its effects once, with its lines in the journal", () => {
    expect(clean).toMatchObject({ effects: EFFECTS, journalLines: LINES, disagreements: [], left: [] });
  });

  // Lines by threes after the header: begun (2, 5, …), accepted, done. Before a line, everything since the last
  // one has happened; after it, nothing yet: after a begin the call is not sent, after a done the state not
  // written. Each trial takes a second and a half, so some of the latter wait for FLEETWRIGHT_KILL_ALL=1.
  const points: readonly (readonly [Moment, number])[] = [
    ...Array.from({ length: LINES }, (_, index) => ["before", index + 1] as const),
    ...Array.from({ length: LINES }, (_, index) => ["after", index + 1] as const),
  ].filter(
    ([moment, line]) =>
      process.env.FLEETWRIGHT_KILL_ALL === "1" || moment === "before" || line % 3 === 2 || line % 12 === 4,
  );

  it.each(points)("%s line %i of its journal is gone on with, every effect once", async (moment, line) => {
    const { idle, signal, ...outcome } = await trial.killed(moment, line);
    expect(signal).toBe("SIGKILL");
    // Only what was begun and is not known to be answered is sent again, under its token, unless it is found.
    expect(idle.length).toBeLessThanOrEqual(moment === "before" && line % 3 === 0 ? 1 : 0);
    const { effects, objects } = clean;
    expect(outcome).toEqual({ effects, objects, disagreements: [], left: [] });
  });

  // Sent and answered, and then killed before the answer was written down: the calls that make something. (EKS
  // does not tell which labels an update set; such an update is sent again, and comes to the same.)
  it.each([
    ["CreateLaunchTemplateVersion", 15],
    ["UpdateNodegroupVersion", 27],
    ["CreateLaunchTemplate", 36],
    ["CreateNodegroup", 39],
  ])("finds what %s has made when its token is forgotten by the time of the resume", async (_, line) => {
    const { idle, signal, ...outcome } = await trial.killed("before", line, { daysLater: true });
    expect(signal).toBe("SIGKILL");
    expect(outcome).toEqual({ effects: clean.effects, objects: clean.objects, disagreements: [], left: [] });
  });
});
