import type { Place } from "../world/records.js";
import type { World } from "../world/world.js";

export const services = ["eks", "ec2", "ssm", "sts", "autoscaling", "iam"] as const;
export type Service = (typeof services)[number];

/** Who calls: what the credentials stand for. */
export interface Caller {
  readonly accessKeyId: string;
  readonly arn: string;
  readonly userId: string;
}

/** What every operation is given besides its input. */
export interface Call {
  readonly world: World;
  readonly place: Place;
  readonly caller: Caller;
  /** The sandbox's own address, for endpoints that an answer names. */
  readonly url: string;
  /** What clusters show as their certificate authority: base64 of PEM. */
  readonly certificateAuthority: string;
}

/** A value as it goes into an XML or JSON answer; undefined members are left out. */
export type AnswerValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly AnswerValue[]
  | { readonly [name: string]: AnswerValue };

export type Answer = { readonly [name: string]: AnswerValue };
