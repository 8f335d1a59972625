import { effectsOf } from "../_helpers/effects.js";
import { disagreements } from "../_helpers/live-agreement.js";
import { quickTimers } from "../_helpers/quick-timers.js";
import { type SandboxStack, startSandboxStack } from "../_helpers/sandbox-stack.js";
import { changesOf } from "../_helpers/stack-run.js";

describe("a deploy among calls that fail", () => {
  let world: SandboxStack;
  let slowDown: () => void;
  beforeEach(() => {
    slowDown = quickTimers(50);
  });
  afterEach(async () => {
    slowDown();
    await world.close();
  });

  const state = () => world.stack.backend.read();
  /** Every call fails with this chance, in one of the four ways that calls fail. */
  const failingCalls = (chance: number, seed: number) => {
    const each = 1 - (1 - chance) ** (1 / 4);
    for (const kind of ["throttle", "error", "reset", "drop-after"] as const) {
      world.sandbox.faults.add({ kind, chance: each, seed });
    }
  };

  it.each([1, 2, 3, 4, 5])("gets through when three in ten of them fail (seed %i)", async (seed) => {
    world = await startSandboxStack();
    failingCalls(0.3, seed);
    world.configure({ groups: ["a", "b"] });
    const created = await world.stack.deploy({ parallelism: 2 });
    expect(created.summary).toMatchObject({ added: 4, failed: [], notStarted: [] });
    world.configure({
      groups: ["a", "c"],
      own: { a: { volumeSize: 60, labels: { role: "batch" }, tags: { Owner: "data" } } },
    });
    const changed = await world.stack.deploy({ parallelism: 2, waive: ["FW-REPLACE-003"] });
    expect(changed.summary).toMatchObject({ added: 2, changed: 2, destroyed: 2, failed: [], notStarted: [] });

    const calls = world.sandbox.callLog.entries();
    const share = calls.filter(({ fault }) => fault !== undefined).length / calls.length;
    expect([share > 0.15, share < 0.45]).toEqual([true, true]);
    world.sandbox.faults.clear();
    expect(changesOf((await world.stack.plan()).plan)).toEqual({});
    expect(disagreements(await state(), world.sandbox)).toEqual([]);
    const effects = effectsOf(world.sandbox).map((effect) => effect.replace(/lt-[0-9a-f]+/, "demo-b-*"));
    expect([...effects].sort()).toEqual(
      [
        ...["a", "b", "c"].flatMap((name) => [
          `CreateLaunchTemplate demo-${name}-*`,
          `CreateNodegroup demo/demo-${name}-*`,
        ]),
        ...["CreateTags", "DeleteTags", "CreateLaunchTemplateVersion", "ModifyLaunchTemplate"].map(
          (operation) => `${operation} demo-a-*`,
        ),
        ...["TagResource", "UntagResource", "UpdateNodegroupVersion", "UpdateNodegroupConfig"].map(
          (operation) => `${operation} demo/demo-a-*`,
        ),
        "DeleteNodegroup demo/demo-b-*",
        "DeleteLaunchTemplate demo-b-*",
      ].sort(),
    );
  });

  it.each(["CreateNodegroup", "CreateLaunchTemplate"])(
    "loses nothing when %s has its effect and no answer ever comes",
    async (operation) => {
      world = await startSandboxStack();
      world.configure({ groups: ["a"] });
      const fault = world.sandbox.faults.add({ match: { operation }, kind: "drop-after" });
      const first = await world.stack.deployWithJournal();
      expect(first.failed).toHaveLength(1);
      world.sandbox.faults.remove(fault);
      const rest = (await world.stack.resume()) ?? (await world.stack.deployWithJournal());
      expect(rest.failed).toEqual([]);
      expect(changesOf((await world.stack.plan()).plan)).toEqual({});
      expect(disagreements(await state(), world.sandbox)).toEqual([]);
      expect(effectsOf(world.sandbox)).toEqual([
        "CreateLaunchTemplate demo-a-*",
        "CreateNodegroup demo/demo-a-*",
      ]);
    },
  );
});
