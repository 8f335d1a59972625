// The rooms and who may enter them: docs/architecture.md tells the reasons.
const base = ["values", "diagnostics"];
const allowed = {
  values: [],
  diagnostics: [],
  constructs: [],
  fleet: [],
  configuration: [],
  aws: [],
  sandbox: [],
  state: [],
  plan: [],
  provider: ["aws"],
  live: ["provider", "aws", "state"],
  planner: ["configuration", "provider", "plan", "state"],
  policy: ["plan", "fleet"],
  report: ["plan", "policy", "fleet"],
  apply: ["provider", "plan", "state", "policy", "planner", "configuration", "live", "aws"],
  rollout: ["apply", "plan", "policy"],
  kubernetes: [],
  "terraform-cli": ["plan", "policy", "fleet"],
};
const rooms = Object.keys(allowed);

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "enter-through-index",
      comment: "A room is entered through its index.ts only.",
      severity: "error",
      from: { path: "^modules/([^/]+)/" },
      to: { path: "^modules/([^/]+)/.+", pathNot: ["^modules/$1/", "^modules/[^/]+/index\\.ts$"] },
    },
    {
      name: "enter-through-index-from-outside",
      severity: "error",
      from: { path: "^(main\\.ts|stacks/|bench/|examples/)" },
      to: { path: "^modules/[^/]+/.+", pathNot: ["^modules/[^/]+/index\\.ts$"] },
    },
    ...rooms.map((room) => ({
      name: `${room}-imports`,
      comment: `modules/${room} may import ${[...base, ...allowed[room]].join(", ")} and nothing else of ours.`,
      severity: "error",
      from: { path: `^modules/${room}/` },
      to: {
        path: "^(modules|stacks|main\\.ts)",
        pathNot: [room, ...base, ...allowed[room]].map((name) => `^modules/${name}/`),
      },
    })),
    {
      name: "cdktf-only-in-stacks",
      comment:
        "Only main.ts, stacks/ and constructs/ know CDKTF, so that a move to its heir stays a change of imports.",
      severity: "error",
      from: { pathNot: "^(main\\.ts|stacks/|modules/constructs/|test/)" },
      to: { path: "node_modules/(cdktf|@cdktf/provider-aws|constructs)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|test)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".js", ".json"] },
  },
};
