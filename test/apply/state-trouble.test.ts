import { FleetwrightError } from "../../modules/diagnostics/index.js";
import { type StateBackend, stateObjects } from "../../modules/state/index.js";
import { type SandboxStack, startSandboxStack } from "../_helpers/sandbox-stack.js";
import { changesOf } from "../_helpers/stack-run.js";

describe("a deploy whose state cannot be written", () => {
  let world: SandboxStack;
  beforeEach(async () => {
    world = await startSandboxStack();
    world.configure({ groups: ["a"] });
  });
  afterEach(() => world.close());

  /** The backend, with its writes from one on, and to another, refused. */
  const failing = (from: number, to = Number.POSITIVE_INFINITY): StateBackend => {
    let writes = 0;
    return {
      ...world.stack.backend,
      write: async (state) => {
        writes += 1;
        if (writes < from || writes > to) return world.stack.backend.write(state);
        throw new FleetwrightError("aws", [
          { severity: "error", code: "STATE_UNWRITABLE", summary: "writing s3://states/prod: SlowDown" },
        ]);
      },
    };
  };

  it("keeps its journal, from which a resumed one puts the state right without doing anything twice", async () => {
    const summary = await world.stack.deployWithJournal({ backend: failing(2) });
    expect(summary).toMatchObject({ stateSaved: false, diagnostics: [{ code: "STATE_UNWRITABLE" }] });
    expect(world.effects()).toEqual(["CreateLaunchTemplate"]);
    expect(stateObjects((await world.stack.backend.read()) ?? never()).map(({ address }) => address)).toEqual(
      ["data.aws_eks_cluster.this"],
    );
    expect(await world.stack.resume()).toMatchObject({ stateSaved: true, failed: [], notStarted: [] });
    expect(world.effects()).toEqual(["CreateLaunchTemplate", "CreateNodegroup"]);
    expect(changesOf((await world.stack.plan()).plan)).toEqual({});
  });

  it("writes at its end what could not be written for a moment", async () => {
    const summary = await world.stack.deployWithJournal({ backend: failing(2, 2) });
    expect(summary).toMatchObject({ stateSaved: true, diagnostics: [] });
    world.configure({ groups: ["a"] });
    expect((await world.stack.deploy()).summary.failed).toEqual([]);
    expect(world.effects()).toEqual(["CreateLaunchTemplate", "CreateNodegroup"]);
    expect(changesOf((await world.stack.plan()).plan)).toEqual({});
  });
});

function never(): never {
  throw new Error("there is no state");
}
