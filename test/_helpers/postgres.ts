import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A PostgreSQL server of this test alone: its own folder, a free port on loopback, gone afterwards. */
export interface TestPostgres {
  readonly url: string;
  /** Another database of the server: its address. `template`: the address of one to begin with. */
  database(template?: string): Promise<string>;
  stop(): Promise<void>;
}

/** Where `initdb` and `postgres` are: in the path, or where Debian puts them. */
export function findPostgres(): { readonly initdb: string; readonly postgres: string } | null {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort().reverse() : [];
  const places = [
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  const place = places.find((each) => existsSync(join(each, "initdb")) && existsSync(join(each, "postgres")));
  return place === undefined ? null : { initdb: join(place, "initdb"), postgres: join(place, "postgres") };
}

/** `describe` where PostgreSQL is; otherwise one skipped test that says that it is not. */
export function describeWithPostgres(name: string, body: () => void): void {
  if (findPostgres() !== null) {
    describe(name, body);
    return;
  }
  describe(name, () => {
    it.skip("skipped: PostgreSQL not found", () => undefined);
  });
}

export async function startPostgres(): Promise<TestPostgres> {
  const programs = findPostgres();
  if (programs === null) throw new Error("PostgreSQL not found");
  const directory = mkdtempSync(join(tmpdir(), "fleetwright-postgres-"));
  const owner = unprivileged();
  if (owner !== null) chownSync(directory, owner.uid, owner.gid);
  const as = owner ?? {};
  const data = join(directory, "data");
  execFileSync(
    programs.initdb,
    ["-D", data, "-U", "fleetwright", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"],
    { ...as, stdio: "pipe", cwd: directory },
  );
  const port = await freePort();
  const settings = [
    "fsync=off",
    "synchronous_commit=off",
    "listen_addresses=127.0.0.1",
    "max_connections=200",
  ];
  const server = spawn(
    programs.postgres,
    ["-D", data, "-p", String(port), "-k", directory, ...settings.flatMap((setting) => ["-c", setting])],
    { ...as, stdio: "ignore", cwd: directory },
  );
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const url = `postgres://fleetwright@127.0.0.1:${port}/postgres`;
  await ready(url);
  return {
    url,
    database: async (template) => {
      const { default: pg } = await import("pg");
      const name = `trial_${randomBytes(4).toString("hex")}`;
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const from = template === undefined ? "" : ` TEMPLATE ${new URL(template).pathname.slice(1)}`;
      await client.query(`CREATE DATABASE ${name}${from}`);
      await client.end();
      return url.replace(/\/postgres$/, `/${name}`);
    },
    stop: async () => {
      server.kill("SIGINT");
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root: then it runs as `postgres`, or as nobody. */
function unprivileged(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  for (const user of ["postgres", "nobody"]) {
    try {
      const id = (what: string): number =>
        Number(execFileSync("id", [what, user], { stdio: "pipe" }).toString());
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // No such user: the next.
    }
  }
  return { uid: 65_534, gid: 65_534 };
}

async function ready(url: string): Promise<void> {
  const { default: pg } = await import("pg");
  for (let attempt = 0; attempt < 100; attempt++) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error("PostgreSQL did not start");
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null ? resolve(address.port) : reject(),
      );
    });
  });
}
