/**
 * Adds to package-lock.json the platform packages that npm leaves out where its registry does not hold them.
 * Without them `npm ci` refuses the lock file (npm 11) or installs nothing native elsewhere. Run it after
 * `npm install`: `npm run lock`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: { readonly [name: string]: string };
}

interface LockFile {
  readonly packages: { readonly [path: string]: LockedPackage };
}

const file = join(__dirname, "..", "package-lock.json");

/** The platform packages that a lock file names and does not hold. */
export function missingPlatformPackages(lock: LockFile): readonly (readonly [string, object])[] {
  const paths = Object.keys(lock.packages);
  return Object.values(lock.packages).flatMap(({ dev, optionalDependencies }) =>
    Object.entries(optionalDependencies ?? {}).flatMap(([name, version]) => {
      const held = paths.some(
        (path) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`),
      );
      const platform = platformOf(name);
      if (held || platform === undefined || !/^\d+\.\d+\.\d+$/.test(version)) return [];
      const { os, cpu, libc } = platform;
      const entry = {
        version,
        cpu: [cpu],
        ...(dev === true ? { dev } : {}),
        ...(libc === undefined ? {} : { libc: [libc] }),
        optional: true,
        os: [os],
      };
      return [[`node_modules/${name}`, entry] as const];
    }),
  );
}

/** What a platform package's name says of where it belongs, e.g. `core-linux-x64-musl`. */
function platformOf(name: string) {
  const parts = name.replace(/^.*\//, "");
  const os = /(?:^|-)(android|darwin|freebsd|netbsd|openbsd|openharmony|linux|win32)(?:-|$)/.exec(parts)?.[1];
  const cpu =
    /(arm64|x64|ia32|ppc64|riscv64|s390x|loong64)/.exec(parts)?.[1] ??
    (/-arm(?:-|$)/.test(parts) ? "arm" : undefined);
  if (os === undefined || cpu === undefined) return undefined;
  const libc =
    os !== "linux"
      ? undefined
      : parts.includes("musl")
        ? "musl"
        : parts.includes("gnu")
          ? "glibc"
          : undefined;
  return { os, cpu, libc };
}

if (require.main === module) {
  const lock: LockFile = JSON.parse(readFileSync(file, "utf8"));
  const missing = missingPlatformPackages(lock);
  const packages = Object.fromEntries(
    [...Object.entries(lock.packages), ...missing].sort(([left], [right]) => left.localeCompare(right, "en")),
  );
  writeFileSync(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
  process.stdout.write(`${missing.length} platform packages added\n`);
}
