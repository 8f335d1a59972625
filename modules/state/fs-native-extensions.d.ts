declare module "fs-native-extensions" {
  /** Locks a range of an open file, by default all of it, for writing; false when somebody else has it. */
  export function tryLock(fd: number, offset?: number, length?: number): boolean;
}
