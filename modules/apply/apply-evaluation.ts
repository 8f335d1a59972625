import type { ChangeActions, StackPlan } from "../plan/index.js";
import type { ProviderConfiguration } from "../provider/index.js";
import type { JsonValue } from "../state/index.js";
import type { ObjectValue, Path } from "../values/index.js";

/**
 * A plan that can still be asked what it means while it is carried out. As in Terraform core, every resource
 * is evaluated and planned once more with what became known, so that the provider gets whole values.
 */
export interface ApplyEvaluation {
  /** The plan that follows from the same input. */
  readonly plan: StackPlan;
  /** Every object after refresh: what the state holds, what was found live, and the data sources that were read. */
  readonly priors: readonly PriorObject[];
  /** Pure. `objects` are the objects known now, by instance address. */
  evaluate(address: string, objects: ReadonlyMap<string, ObjectValue>): EvaluatedInstance;
  /** Outputs whose value is known. */
  outputs(objects: ReadonlyMap<string, ObjectValue>): {
    readonly [name: string]: {
      readonly value: JsonValue;
      readonly type: JsonValue;
      readonly sensitive: boolean;
    };
  };
  provider(providerKey: string): {
    readonly block: ObjectValue;
    readonly configuration: ProviderConfiguration;
  };
  /** All resources on which a resource of the configuration depends, transitively, sorted. */
  dependencies(resourceAddress: string): readonly string[];
  providerKeyOf(resourceAddress: string): string;
}

export interface PriorObject {
  /** Of the instance, e.g. `aws_eks_node_group.a["x"]`. */
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly key: string | number | null;
  readonly deposed?: string;
  /** As the state writes it, e.g. `provider["registry.terraform.io/hashicorp/aws"]`. */
  readonly providerName: string;
  readonly object: ObjectValue;
  readonly sensitivePaths: readonly Path[];
  readonly tainted: boolean;
  readonly createBeforeDestroy: boolean;
  /** Resource addresses, as the state keeps them. */
  readonly dependencies: readonly string[];
}

export interface EvaluatedInstance {
  /** For an update: after `ignore_changes`. */
  readonly config: ObjectValue;
  /** What the provider computes is still unknown. For a data source: the configuration. */
  readonly planned: ObjectValue;
  readonly actions: ChangeActions;
  /** Where `ignore_changes` put the prior value. */
  readonly ignoredPaths: readonly Path[];
  readonly sensitivePaths: readonly Path[];
  readonly createBeforeDestroy: boolean;
  readonly providerName: string;
}
