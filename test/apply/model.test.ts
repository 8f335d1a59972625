import fc from "fast-check";
import { type Meddling, type ModelStack, startModelStack } from "../_helpers/model-stack.js";
import { quickTimers } from "../_helpers/quick-timers.js";
import type { WantedStack } from "../_helpers/stack-configuration.js";

/** What is known without looking. */
interface Model {
  /** Whether a deploy stands still in the midst of its work. */
  interrupted: boolean;
  /** Whether what is wanted is allowed. */
  allowed: boolean;
}

type Command = fc.AsyncCommand<Model, ModelStack>;

const FAULTS = ["throttle", "error", "reset", "drop-after"] as const;

/** Somebody wants something else. */
class Want implements Command {
  constructor(
    private readonly wanted: WantedStack,
    private readonly tooLarge: boolean,
  ) {}
  check = () => true;
  async run(model: Model, real: ModelStack) {
    // An interrupted deploy goes on with the configuration that it began with.
    if (model.interrupted) await expectSettled(model, real);
    real.configure(this.tooLarge ? { ...this.wanted, own: {}, maxSize: 5000 } : this.wanted);
    model.allowed = !this.tooLarge;
  }
  toString = () => `want(${this.tooLarge ? "too much" : JSON.stringify(this.wanted)})`;
}

/** The autoscaler acts, or somebody's hand. */
class Meddle implements Command {
  constructor(private readonly how: Meddling) {}
  check = () => true;
  async run(_: Model, real: ModelStack) {
    await real.meddle(this.how);
    real.sandbox.clock.finish();
  }
  toString = () => `meddle(${this.how})`;
}

interface Deploying {
  readonly fault: (typeof FAULTS)[number] | "none" | "all";
  readonly seed: number;
  readonly killAt: readonly ["before" | "after", number] | undefined;
  readonly meddleAt: readonly [Meddling, number] | undefined;
  readonly parallelism: number;
}

/** A deploy among faults, which may be killed or meddled with on its way. */
class Deploy implements Command {
  constructor(private readonly how: Deploying) {}
  check = () => true;
  async run(model: Model, real: ModelStack) {
    const { fault, seed, ...how } = this.how;
    const kinds = fault === "all" ? FAULTS : fault === "none" ? [] : [fault];
    for (const kind of kinds) real.sandbox.faults.add({ kind, chance: 0.3 / kinds.length, seed });
    const before = real.effects();
    const outcome = await real.deploy(how);
    real.sandbox.faults.clear();
    // Never past the gate, and never past an apply that is not finished.
    if (!model.allowed) expect(["denied", "refused"]).toContain(outcome);
    if (model.interrupted) expect(["denied", "refused"]).toContain(outcome);
    if (outcome === "denied" || outcome === "refused") expect(real.effects()).toBe(before);
    if (outcome === "killed") model.interrupted = true;
  }
  toString = () => `deploy(${JSON.stringify(this.how)})`;
}

class Settle implements Command {
  check = ({ allowed }: Readonly<Model>) => allowed;
  run = expectSettled;
  toString = () => "settle";
}

/** Once nothing goes wrong any more: the state is what is live, nothing is nobody's, nothing was done twice. */
async function expectSettled(model: Model, real: ModelStack): Promise<void> {
  const problems = await real.settle();
  expect(problems.filter((problem) => model.allowed || problem !== "denied")).toEqual([]);
  model.interrupted = false;
}

const groupNames = ["a", "b", "c"];
const own = fc
  .record({
    volumeSize: fc.constantFrom(50, 60, 70),
    maxSize: fc.constantFrom(3, 4, 5),
    labels: fc.constantFrom({ role: "worker" }, { role: "batch" }, { role: "batch", tier: "y" }),
    tags: fc.constantFrom({ Team: "infra" }, { Team: "platform", Env: "prod" }),
    instanceTypes: fc.constantFrom(["m5.large"], ["m5.xlarge"]),
    fixedNames: fc.boolean(),
  })
  // With a fixed name the old group must go before the new one can come.
  .map((wanted) => ({ ...wanted, createBeforeDestroy: !wanted.fixedNames }));
const wanted = fc.record({
  groups: fc.subarray(groupNames, { minLength: 1 }),
  own: fc.record({ a: own, b: own, c: own }),
});
const meddling = fc.constantFrom<Meddling>("autoscale", "label", "tag", "delete", "template-version");
// From the third line on there is a begun operation, so that the apply has to be gone on with.
const line = fc.integer({ min: 3, max: 30 });
const deploying: fc.Arbitrary<Deploying> = fc.record({
  fault: fc.constantFrom("none", "all", ...FAULTS),
  seed: fc.nat(1000),
  killAt: fc.option(fc.tuple(fc.constantFrom("before" as const, "after" as const), line), { nil: undefined }),
  meddleAt: fc.option(fc.tuple(meddling, line), { nil: undefined, freq: 1 }),
  parallelism: fc.constantFrom(1, 10),
});
const commands = fc.commands(
  [
    fc.tuple(wanted, fc.integer({ min: 0, max: 5 })).map(([wanted, luck]) => new Want(wanted, luck === 0)),
    meddling.map((how) => new Meddle(how)),
    deploying.map((how) => new Deploy(how)),
    deploying.map((how) => new Deploy(how)),
    fc.constant(new Settle()),
  ],
  { maxCommands: 10, size: "+1" },
);

const seed = Number(process.env.FLEETWRIGHT_MODEL_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.FLEETWRIGHT_MODEL_RUNS ?? 6);

describe("any sequence of wishes, deploys, faults, kills and meddling", () => {
  let slowDown: () => void;
  beforeAll(() => {
    slowDown = quickTimers(50);
  });
  afterAll(() => slowDown());

  it(`ends with the state as live, no orphan, no double, never past the gate (FLEETWRIGHT_MODEL_SEED=${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(commands, wanted, async (commands, first) => {
        const real = await startModelStack();
        try {
          const model: Model = { interrupted: false, allowed: true };
          real.configure(first);
          await fc.asyncModelRun(() => ({ model, real }), commands);
          await expectSettled(model, real);
        } finally {
          await real.close();
        }
      }),
      { numRuns, seed, endOnFailure: true },
    );
  }, 3_600_000);
});
