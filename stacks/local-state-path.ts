import path from "node:path";

/**
 * Where a stack keeps its state on this machine, relative to the stack's directory: CDKTF's own default is an
 * absolute path, which would tie the output to one machine.
 */
export function localStatePath(outdir: string, stack: string, directory: string | null): string {
  const stackDirectory = path.resolve(outdir, "stacks", stack);
  const relative = path.relative(stackDirectory, path.resolve(directory ?? process.cwd()));
  return path.posix.join(relative.split(path.sep).join("/"), `terraform.${stack}.tfstate`);
}
