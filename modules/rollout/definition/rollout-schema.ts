import { DateTime, IANAZone } from "luxon";
import { z } from "zod";
import { parseDuration } from "./duration-text.js";

const duration = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, "Write a duration such as 45s, 30m, 1h30m or 2d.")
  .describe("A duration: 45s, 30m, 1h30m, 2d");

const clockTime = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'Write a time of day as "HH:MM", in quotes.')
  .describe("Time of day, HH:MM, in the calendar's time zone");

const day = z
  .string()
  .refine(
    (text) => DateTime.fromISO(text).isValid,
    "Write a date (2026-12-18) or a date with time (2026-12-18T18:00).",
  );

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const windows = z
  .strictObject({
    timeZone: z
      .string()
      .refine((zone) => IANAZone.isValidZone(zone), "Write an IANA time zone such as Europe/Berlin or UTC."),
    open: z
      .array(
        z.strictObject({
          weekdays: z.array(z.enum(weekdays)).min(1).optional(),
          from: clockTime,
          to: clockTime,
        }),
      )
      .min(1)
      .optional()
      .describe("When steps may start; a window whose end is not after its start runs through midnight"),
    freezes: z
      .array(z.strictObject({ from: day, to: day, reason: z.string().min(1) }))
      .optional()
      .describe("Days on which nothing starts; both ends are included"),
    startMargin: duration.optional().describe("Nothing starts so shortly before a window closes"),
  })
  .describe("When steps may start. What runs when a window closes is finished.");

const share = z
  .string()
  .regex(/^(?:100|\d{1,2}(?:\.\d+)?)%$/, 'Write a share as a percentage, e.g. "5%".')
  .describe("Share of the wave's groups");

const failureBudget = z
  .union([z.strictObject({ groups: z.int().min(1) }), z.strictObject({ share })])
  .describe("The wave stops as soon as so many of its groups have failed");

const selector = z.union([
  z.literal("all"),
  z.strictObject({
    names: z.array(z.string().min(1)).min(1).optional().describe("Glob patterns: * and ?"),
    labels: z
      .record(z.string(), z.union([z.string(), z.array(z.string()).min(1)]))
      .optional()
      .describe("All must hold; a list means any of its values"),
  }),
]);

const settings = {
  maxConcurrentClusters: z.int().min(1).optional().describe("Clusters worked on at once (1)"),
  maxConcurrentGroups: z.int().min(1).optional().describe("Node groups updated at once on one cluster (1)"),
  zones: z
    .enum(["sequential", "together"])
    .optional()
    .describe("Whether zones follow one another (sequential)"),
  soak: duration.optional().describe("How long to watch after the wave's last cluster (0s)"),
  windows: windows.optional(),
  failureBudget: failureBudget.optional(),
};

const look = z.enum(["when-reachable", "required", "never"]);

const kubernetes = z
  .union([
    look,
    z
      .strictObject({
        look: look.optional(),
        kubeconfig: z.string().min(1).optional().describe("File; otherwise EKS's own endpoint is used"),
        context: z
          .string()
          .min(1)
          .optional()
          .describe("Of the kubeconfig, with {cluster}, {region} and {account} filled in"),
      })
      .refine((value) => value.context === undefined || value.kubeconfig !== undefined, {
        message: "A context belongs to a kubeconfig.",
        path: ["context"],
      }),
  ])
  .describe("Whether the clusters' Kubernetes APIs are looked at (when-reachable)");

const check = z
  .strictObject({
    name: z.string().min(1),
    when: z.enum(["group", "cluster", "wave"]).optional(),
    timeout: duration.optional(),
    attempts: z.int().min(1).max(20).optional(),
    command: z.array(z.string()).min(1).optional(),
    http: z
      .string()
      .regex(/^https?:\/\//, "Write an address that begins with http:// or https://.")
      .optional(),
    method: z.enum(["GET", "POST"]).optional().describe("GET; a POST sends the place as JSON"),
    status: z.int().min(100).max(599).optional(),
  })
  .refine((value) => (value.command === undefined) !== (value.http === undefined), {
    message: "Give a check either a command or an http address.",
  })
  .superRefine((value, context) => {
    for (const key of ["status", "method"] as const) {
      if (value[key] === undefined || value.http !== undefined) continue;
      context.addIssue({
        code: "custom",
        message: `${key} belongs to a check with an http address.`,
        path: [key],
      });
    }
  });

/** The `rollout` section of the fleet file, as written. */
export const rolloutSchema = z
  .strictObject({
    ...settings,
    updatesPerMinute: z
      .number()
      .positive()
      .optional()
      .describe("Updates started per minute, account and region"),
    checks: z.array(check).optional(),
    health: z
      .strictObject({
        pendingPods: duration.optional().describe("A pod pending longer than this fails the gate (10m)"),
        pendingPodsIn: z
          .array(z.string().min(1))
          .min(1)
          .optional()
          .describe("Glob patterns of the namespaces whose pods count (all)"),
        nodesReadyWithin: duration
          .optional()
          .describe("How long nodes may take to be Ready once EKS has finished (15m)"),
        kubernetes: kubernetes.optional(),
      })
      .optional(),
    waves: z
      .array(
        z.strictObject({
          ...settings,
          name: z
            .string()
            .regex(/^[a-z0-9][a-z0-9-]*$/, "A wave's name has lower-case letters, digits and dashes."),
          clusters: selector,
          approval: z.enum(["none", "before"]).optional(),
        }),
      )
      .min(1),
  })
  .superRefine((value, context) => {
    const seen = new Set<string>();
    value.waves.forEach(({ name }, index) => {
      if (seen.has(name)) {
        context.addIssue({
          code: "custom",
          message: `Two waves are named ${name}.`,
          path: ["waves", index, "name"],
        });
      }
      seen.add(name);
    });
  });

export type RolloutDocument = z.infer<typeof rolloutSchema>;
