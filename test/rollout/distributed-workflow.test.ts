import { openDistributedEngine, runWorker } from "../../modules/rollout/index.js";
import { ModelFleet } from "../_helpers/model-fleet.js";
import { describeWithPostgres, startPostgres, type TestPostgres } from "../_helpers/postgres.js";
import { workflowClaims } from "../_helpers/workflow-claims.js";

describeWithPostgres("the workflow on the distributed engine", () => {
  let postgres: TestPostgres;
  let template: string;

  beforeAll(async () => {
    postgres = await startPostgres();
    template = await postgres.database();
    // A worker that ends as soon as it is ready leaves all tables behind.
    const ready = new AbortController();
    const actions = new ModelFleet({ clusters: [] }).actions();
    await runWorker({ databaseUrl: template, actions, signal: ready.signal, onReady: () => ready.abort() });
  });

  afterAll(async () => {
    await postgres.stop();
  });

  workflowClaims({
    // A database for each rollout: runners of one must not take up what another has left.
    open: async () => openDistributedEngine({ databaseUrl: await postgres.database(template) }),
    settle: 30,
    endsAfter: [20],
  });
});
