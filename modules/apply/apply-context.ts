import type { AwsSession, Clock } from "../aws/index.js";
import { awsTargetOf } from "../aws/index.js";
import { FleetwrightError } from "../diagnostics/index.js";
import type { ProviderRegistry, ReadContext, ResourceType } from "../provider/index.js";
import type { ObjectValue } from "../values/index.js";
import type { ApplyEvaluation, PriorObject } from "./apply-evaluation.js";
import type { ApplyEvent } from "./apply-event.js";
import type { Journal } from "./journal.js";
import type { LeftOpen } from "./left-open.js";
import type { StateKeeper } from "./state-keeper.js";

/** `Omit` that keeps a union a union. */
type WithoutStack<Event> = Event extends unknown ? Omit<Event, "stack"> : never;

/** An operation whose end is not known when the apply ends. */
export interface OpenOperation {
  readonly address: string;
  /** e.g. `eks:UpdateNodegroupVersion`. */
  readonly call: string;
  readonly reason: LeftOpen;
  /** Where AWS had answered: the object, or the update that goes on. */
  readonly id?: string;
  readonly updateId?: string;
}

/** What every step of one stack's apply shares. */
export interface ApplyContext {
  readonly stack: string;
  readonly evaluation: ApplyEvaluation;
  readonly registry: ProviderRegistry;
  readonly session: AwsSession;
  readonly clock: Clock;
  readonly startedAt: number;
  readonly planDigest: string;
  readonly journal: Journal;
  readonly state: StateKeeper;
  /** Aborted when even waiting must stop. */
  readonly signal: AbortSignal;
  /** Notes an operation whose end is not known. */
  readonly leaveOpen: (operation: OpenOperation) => void;
  readonly emit: (event: WithoutStack<ApplyEvent>) => void;
  /** The objects known now, by instance address; steps add to it. */
  readonly objects: Map<string, ObjectValue>;
  /** Objects from before the apply, current and deposed. */
  readonly priors: readonly PriorObject[];
}

export function resourceTypeOf(context: ApplyContext, type: string, address: string): ResourceType {
  const found = context.registry.resourceType(type);
  if (found !== undefined) return found;
  throw new FleetwrightError("tool", [
    {
      severity: "error",
      code: "TYPE_UNKNOWN",
      summary: `${type} cannot be changed`,
      detail: "Fleetwright does not know this type. Let Terraform apply this resource.",
      address,
    },
  ]);
}

/** The clients and provider configuration with which calls for a resource are made. */
export function readContextOf(context: ApplyContext, resourceAddress: string): ReadContext {
  const key = context.evaluation.providerKeyOf(resourceAddress);
  const { block, configuration } = context.evaluation.provider(key);
  const target = awsTargetOf(block);
  if (target === null) {
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "PROVIDER_REGION",
        summary: `No region is known for provider "${key}"`,
        detail: "Set `region` in the provider block, or AWS_REGION in the environment.",
      },
    ]);
  }
  return { clients: context.session.clientsFor(target), provider: configuration };
}
