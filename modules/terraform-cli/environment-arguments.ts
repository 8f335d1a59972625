type Environment = { readonly [name: string]: string | undefined };

/**
 * The command line as Terraform itself sees it: `TF_CLI_ARGS`, then `TF_CLI_ARGS_<subcommand>`, each put right
 * after the subcommand, or first where there is none. So `apply` may hide in the environment altogether.
 */
export function withEnvironmentArguments(args: readonly string[], env: Environment): readonly string[] {
  const subcommand = args.find((argument) => !argument.startsWith("-")) ?? "";
  const insert = (into: readonly string[], text: string | undefined) => {
    const at = into.indexOf(subcommand) + 1;
    return [...into.slice(0, at), ...splitWords(text ?? ""), ...into.slice(at)];
  };
  return insert(insert(args, env.TF_CLI_ARGS), env[`TF_CLI_ARGS_${subcommand}`]);
}

/** The environment without arguments: whoever wrote them into the command line must not get them twice. */
export function withoutEnvironmentArguments(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^TF_CLI_ARGS(_|$)/.test(name)));
}

/** Splits as a shell does, as far as quotes and backslashes go. */
function splitWords(text: string): readonly string[] {
  const words = text.match(/(?:[^\s"'\\]|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replace(
      /"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|\\([\s\S])/g,
      (_, double?: string, single?: string, escaped?: string) =>
        double?.replace(/\\(["\\])/g, "$1") ?? single ?? escaped ?? "",
    ),
  );
}
