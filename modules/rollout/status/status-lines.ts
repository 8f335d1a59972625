import { formatDuration } from "../definition/duration-text.js";
import type { RolloutStatus, WaveStatus } from "./rollout-status.js";

/** A status as lines of text, at most `limit` of them for the steps at work. `now`: the fleet's time. */
export function statusLines(status: RolloutStatus, now: number, limit = 20): readonly string[] {
  const end = status.finishedAt ?? now;
  const elapsed = status.startedAt === null ? "" : `, ${formatDuration(end - status.startedAt)} elapsed`;
  const why = status.reason === null ? "" : `: ${status.reason}`;
  return [
    `${status.state}${why}${elapsed}`,
    "",
    ...table(status.waves.map((wave) => waveCells(wave, now))),
    ...(status.running.length === 0 ? [] : ["", ...runningLines(status, now, limit)]),
  ];
}

function waveCells(wave: WaveStatus, now: number): readonly string[] {
  const { clusters, groups, nodes, budget } = wave;
  const soak =
    wave.state === "soaking" && wave.soakUntil !== null
      ? `, ${formatDuration(wave.soakUntil - now)} left`
      : "";
  const { low, high } = wave.expectedSeconds;
  const left = wave.state === "finished" || high === 0 ? "" : `${range(low, high)} to go`;
  return [
    `  ${wave.name}`,
    `${wave.state}${soak}`,
    `clusters ${clusters.done}/${clusters.total}`,
    `groups ${groups.done}/${groups.total}`,
    `nodes ${nodes.done}/${nodes.total}`,
    `failed ${budget.failed} (stops at ${budget.stopsAt})`,
    left,
  ];
}

function runningLines(status: RolloutStatus, now: number, limit: number): readonly string[] {
  const rows = status.running
    .slice(0, limit)
    .map((step) => [
      `  ${step.cluster}`,
      step.description,
      step.phase,
      step.nodes === null ? "" : `nodes ${step.nodes.old} old, ${step.nodes.new} new`,
      `${formatDuration(now - step.since)} of ${range(step.expectedSeconds.low, step.expectedSeconds.high)}`,
    ]);
  const more = status.running.length - limit;
  return [...table(rows), ...(more > 0 ? [`  and ${more} more`] : [])];
}

/** Columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** A range of seconds: `20m–1h5m`. */
export function range(low: number, high: number): string {
  const from = formatDuration(low * 1_000);
  const to = formatDuration(high * 1_000);
  return from === to ? from : `${from}–${to}`;
}
