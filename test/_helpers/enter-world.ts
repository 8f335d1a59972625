/**
 * Points this process and those that it starts at an AWS endpoint, and makes the directory the working directory
 * when one is named. Calling what is returned puts everything back.
 */
export function enterWorld(
  endpoint: string,
  {
    directory,
    environment = {},
  }: { readonly directory?: string; readonly environment?: NodeJS.ProcessEnv } = {},
): () => void {
  const before = { ...process.env };
  const workingDirectory = process.cwd();
  if (directory !== undefined) process.chdir(directory);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
    ...environment,
  });
  return () => {
    process.chdir(workingDirectory);
    process.env = before;
  };
}
