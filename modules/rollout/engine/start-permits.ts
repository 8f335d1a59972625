import type { StartPermits } from "../workflow/rollout-world.js";

/** Spaces starts evenly: each takes the next free place, at least a minute's share after the one before. */
export function localPermits(): StartPermits {
  const free = new Map<string, number>();
  return {
    take: async (bucket, perMinute, now) => {
      const place = Math.max(now, free.get(bucket) ?? 0);
      free.set(bucket, place + 60_000 / perMinute);
      return place - now;
    },
  };
}
