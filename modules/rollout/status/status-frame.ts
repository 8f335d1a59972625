import { formatDuration } from "../definition/duration-text.js";
import type { ClusterStatus, RolloutStatus, StepStatus, WaveStatus } from "./rollout-status.js";
import { range, table } from "./status-lines.js";

/** A line of a live view, and what it is: whoever shows it chooses the colours. */
export interface FrameLine {
  readonly text: string;
  readonly tone: "title" | "plain" | "good" | "bad" | "waiting" | "quiet";
}

export interface FrameSize {
  readonly columns: number;
  readonly rows: number;
}

/**
 * A rollout as it stands, cut to a terminal: what has failed first, then what runs, then the waves that matter most. No
 * line is longer than the terminal is wide, and there are fewer of them than it is high. `now`: the fleet's time.
 */
export function statusFrame(
  title: string,
  status: RolloutStatus,
  now: number,
  { columns, rows }: FrameSize,
): readonly FrameLine[] {
  const narrow = columns < 100;
  const head = [line("title", title), line(toneOf(status.state), headLine(status, now)), line("plain", "")];
  const room = Math.max(4, rows - 1 - head.length);
  const failures = status.failures.map(({ cluster, description, problem }) =>
    line("bad", narrow ? `! ${problem}` : `! ${cluster}, ${description}: ${problem}`),
  );
  const shownFailures = cut(failures, Math.max(2, Math.floor(room / 4)), "more have failed");
  const waves = waveLines(status.waves, now, narrow);
  const spaces = (failures.length > 0 ? 1 : 0) + (status.clusters.length > 0 ? 1 : 0);
  const left = room - shownFailures.length - spaces;
  const shownWaves = cutWaves(waves, status.waves, Math.max(2, Math.min(waves.length, Math.ceil(left / 2))));
  const shownClusters = clusterBlocks(status, now, narrow, left - shownWaves.length);
  const parts = [shownWaves, shownFailures, shownClusters].filter((part) => part.length > 0);
  const body = parts.flatMap((part, index) => (index === 0 ? part : [line("plain", ""), ...part]));
  return [...head, ...body]
    .slice(0, Math.max(1, rows - 1))
    .map(({ tone, text }) => ({ tone, text: cutTo(columns, text) }));
}

function headLine(status: RolloutStatus, now: number): string {
  const { state, reason, startedAt, finishedAt, expectedSeconds, runners } = status;
  const parts = [reason === null ? state : `${state}: ${reason}`];
  if (startedAt !== null) {
    const elapsed = formatDuration((finishedAt ?? now) - startedAt);
    parts.push(`${elapsed} of ${range(expectedSeconds.low, expectedSeconds.high)} expected`);
  }
  if (finishedAt === null) parts.push(runners.length === 1 ? "1 runner" : `${runners.length} runners`);
  return parts.join(" · ");
}

function waveLines(waves: readonly WaveStatus[], now: number, narrow: boolean): readonly FrameLine[] {
  const texts = table(
    waves.map((wave) => {
      const { name, state, clusters, groups, nodes, budget, soakUntil, expectedSeconds } = wave;
      const soak = state === "soaking" && soakUntil !== null ? ` ${formatDuration(soakUntil - now)}` : "";
      const open = state !== "finished" && expectedSeconds.high > 0;
      const goes = open ? `${range(expectedSeconds.low, expectedSeconds.high)} to go` : "";
      return narrow
        ? [
            `${mark(state)} ${name}`,
            `${state}${soak}`,
            `${clusters.done}/${clusters.total} cl`,
            `${groups.done}/${groups.total} gr`,
            `${nodes.done}/${nodes.total} no`,
            `${budget.failed}/${budget.stopsAt} failed`,
          ]
        : [
            `${mark(state)} ${name}`,
            `${state}${soak}`,
            `clusters ${clusters.done}/${clusters.total}`,
            `groups ${groups.done}/${groups.total}`,
            `nodes ${nodes.done}/${nodes.total}`,
            `failed ${budget.failed} of ${budget.stopsAt} that stop it`,
            goes,
          ];
    }),
  );
  return texts.map((text, index) => line(toneOf(waves[index]?.state ?? "waiting"), text));
}

/** Of many waves: those at work or in trouble, and the ones next to them. */
function cutWaves(
  lines: readonly FrameLine[],
  waves: readonly WaveStatus[],
  room: number,
): readonly FrameLine[] {
  if (lines.length <= room) return lines;
  const active = waves.findIndex(({ state }) => state !== "finished" && state !== "waiting");
  const first = Math.max(0, Math.min(active < 0 ? 0 : active - 1, lines.length - (room - 1)));
  const shown = lines.slice(first, first + room - 1);
  return [...shown, line("quiet", `  and ${lines.length - shown.length} more waves`)];
}

const weight: { readonly [State in ClusterStatus["state"]]: number } = { failed: 0, stopped: 1, running: 2 };

function clusterBlocks(
  status: RolloutStatus,
  now: number,
  narrow: boolean,
  room: number,
): readonly FrameLine[] {
  const running = new Map<string, StepStatus[]>();
  for (const step of status.running) running.set(step.cluster, [...(running.get(step.cluster) ?? []), step]);
  // Those that work before those that wait; the longest at work first.
  const clusters = [...status.clusters].sort(
    (left, right) =>
      weight[left.state] - weight[right.state] ||
      sinceOf(running.get(left.name)) - sinceOf(running.get(right.name)),
  );
  const blocks = clusters.map((cluster): readonly FrameLine[] => [
    line(
      toneOf(cluster.state),
      `${mark(cluster.state)} ${cluster.name}  ${cluster.stage}, ${cluster.steps.done} of ${cluster.steps.total} steps`,
    ),
    ...stepLines(running.get(cluster.name) ?? [], now, narrow),
  ]);
  const shown: FrameLine[] = [];
  for (const [index, block] of blocks.entries()) {
    const last = index === blocks.length - 1;
    if (shown.length + block.length + (last ? 0 : 1) > room) {
      if (shown.length < room) shown.push(line("quiet", `  and ${blocks.length - index} more clusters`));
      break;
    }
    shown.push(...block);
  }
  return shown;
}

function stepLines(steps: readonly StepStatus[], now: number, narrow: boolean): readonly FrameLine[] {
  const texts = table(
    steps.map(({ description, phase, nodes, since, expectedSeconds }) => {
      const time = `${formatDuration(now - since)} of ${range(expectedSeconds.low, expectedSeconds.high)}`;
      const counted = nodes === null ? "" : `${nodes.old} old, ${nodes.new} new`;
      return narrow
        ? [`    ${phase}`, counted, time, description.replace(/^node group /, "")]
        : [`    ${description}`, phase, counted === "" ? "" : `nodes ${counted}`, time];
    }),
  );
  return texts.map((text) => line("plain", text));
}

function sinceOf(steps: readonly StepStatus[] | undefined): number {
  return Math.min(Number.MAX_SAFE_INTEGER, ...(steps ?? []).map(({ since }) => since));
}

function cut(lines: readonly FrameLine[], room: number, what: string): readonly FrameLine[] {
  if (lines.length <= room) return lines;
  return [...lines.slice(0, room - 1), line("bad", `! ${lines.length - room + 1} ${what}`)];
}

function mark(state: WaveStatus["state"] | ClusterStatus["state"]): string {
  switch (state) {
    case "finished":
      return "✓";
    case "running":
      return "▸";
    case "failed":
    case "stopped":
      return "✗";
    case "soaking":
      return "◷";
    case "awaiting-approval":
      return "?";
    case "waiting":
      return "·";
  }
}

function toneOf(
  state: RolloutStatus["state"] | WaveStatus["state"] | ClusterStatus["state"],
): FrameLine["tone"] {
  switch (state) {
    case "completed":
    case "finished":
      return "good";
    case "failed":
    case "stopped":
    case "aborted":
    case "completed-with-failures":
      return "bad";
    case "awaiting-approval":
    case "paused":
    case "soaking":
      return "waiting";
    case "waiting":
    case "not-started":
      return "quiet";
    case "running":
      return "plain";
  }
}

function line(tone: FrameLine["tone"], text: string): FrameLine {
  return { tone, text };
}

function cutTo(columns: number, text: string): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`;
}
