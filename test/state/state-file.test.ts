import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { FleetwrightError } from "../../modules/diagnostics/index.js";
import {
  emptyState,
  findInstance,
  formatState,
  openStateBackend,
  parseState,
  putInstance,
  removeInstance,
  stateObjects,
} from "../../modules/state/index.js";

const fixtures = join(__dirname, "../fixtures/state");

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
  } catch (error) {
    if (FleetwrightError.is(error)) return error.diagnostics[0]?.code;
    throw error;
  }
  return undefined;
}

describe("the state file", () => {
  it("is written byte for byte as Terraform wrote it", async () => {
    const names = await readdir(fixtures);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const text = await readFile(join(fixtures, name), "utf8");
      expect(formatState(await parseState(text, name))).toBe(text);
    }
  });

  it("escapes what Go escapes", () => {
    const state = { ...emptyState(), lineage: "x", outputs: { o: { value: "<a> & b", type: "string" } } };
    expect(formatState(state)).toContain('"\\u003ca\\u003e \\u0026 b"');
  });

  it("says what is wrong with a file that is no state, and where", async () => {
    await expect(parseState("{", "a.tfstate")).rejects.toThrow("a.tfstate is not JSON");
    await expect(parseState('{"version":3}', "a.tfstate")).rejects.toThrow("format version 3");
    expect(await codeOf(parseState('{"version":4,"serial":"x"}', "a.tfstate"))).toBe("STATE_INVALID");
  });

  it("lists every object with its address, indexes and deposed ones included", () => {
    const aws = 'provider["registry.terraform.io/hashicorp/aws"]';
    const key = { mode: "managed", type: "aws_x", name: "a" } as const;
    const instance = { schema_version: 0, attributes: {} };
    let state = putInstance(emptyState(), { ...key, index_key: "b" }, aws, { index_key: "b", ...instance });
    state = putInstance(state, { ...key, index_key: "a" }, aws, { index_key: "a", ...instance });
    state = putInstance(state, { ...key, index_key: "a", deposed: "12345678" }, aws, {
      index_key: "a",
      deposed: "12345678",
      ...instance,
    });
    expect(stateObjects(state).map((object) => [object.address, object.instance.deposed])).toEqual([
      ['aws_x.a["b"]', undefined],
      ['aws_x.a["a"]', undefined],
      ['aws_x.a["a"]', "12345678"],
    ]);
    const without = removeInstance(state, { ...key, index_key: "a" });
    expect(findInstance(without, { ...key, index_key: "a" })).toBeUndefined();
    expect(findInstance(without, { ...key, index_key: "a", deposed: "12345678" })).toBeDefined();
  });
});

describe("the local backend", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "fleetwright-state-"));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const open = (workspace?: string) =>
    openStateBackend({
      backend: { local: { path: "terraform.prod.tfstate" } },
      stackDirectory: directory,
      ...(workspace === undefined ? {} : { workspace }),
    });

  it("keeps the state where Terraform would, relative to the stack's directory", async () => {
    expect(open().description).toBe(join(directory, "terraform.prod.tfstate"));
    expect(open("blue").description).toBe(
      join(directory, "terraform.tfstate.d", "blue", "terraform.tfstate"),
    );
  });

  it("has no state before the first write, and a backup after the second run's", async () => {
    const first = { ...emptyState(), serial: 1 };
    expect(await open().read()).toBeNull();
    await open().write(first);
    expect((await readdir(directory)).sort()).toEqual(["terraform.prod.tfstate"]);
    await open().write({ ...first, serial: 2 });
    expect((await open().read())?.serial).toBe(2);
    const backup = await readFile(join(directory, "terraform.prod.tfstate.backup"), "utf8");
    expect((await parseState(backup, "backup")).serial).toBe(1);
  });

  it("refuses to write over another lineage or a serial that is taken", async () => {
    const first = { ...emptyState(), serial: 5 };
    await open().write(first);
    expect(await codeOf(open().write({ ...first, serial: 5 }))).toBe("STATE_CONFLICT");
    expect(await codeOf(open().write({ ...emptyState(), serial: 9 }))).toBe("STATE_CONFLICT");
  });

  it("gives the lock to one run and tells the other who holds it", async () => {
    const lock = await open().lock({ operation: "OperationTypeApply" });
    await expect(open().lock({ operation: "OperationTypeApply" })).rejects.toThrow(
      "is locked by another run",
    );
    await lock.release();
    await (await open().lock({ operation: "OperationTypePlan" })).release();
  });

  it("waits for a lock as long as it is told to", async () => {
    const lock = await open().lock({ operation: "OperationTypeApply" });
    const waited: unknown[] = [];
    const second = open().lock({
      operation: "OperationTypeApply",
      timeoutSeconds: 30,
      onWaiting: (holder) => {
        waited.push(holder?.ID);
        void lock.release();
      },
    });
    await (await second).release();
    expect(waited).toEqual([lock.info.ID]);
  });

  it("takes over the lock of a process of this machine that is no more", async () => {
    const gone = {
      ID: "1",
      Operation: "OperationTypeApply",
      Info: "fleetwright process 999999999",
      Who: `x@${hostname()}`,
    };
    await writeFile(join(directory, ".terraform.prod.tfstate.lock.info"), JSON.stringify(gone));
    await (await open().lock({ operation: "OperationTypeApply" })).release();
  });

  it("does not remove a lock by a wrong id", async () => {
    const lock = await open().lock({ operation: "OperationTypeApply" });
    expect(await codeOf(open().forceUnlock("nonsense"))).toBe("STATE_NOT_LOCKED");
    await lock.release();
  });

  it("names a file that cannot be read", async () => {
    await writeFile(join(directory, "terraform.prod.tfstate"), "not json");
    expect(await codeOf(open().read())).toBe("STATE_INVALID");
  });
});
