import type { HealthIssue, Place, Tags } from "./place.js";

export interface AddonRecord extends Place {
  readonly cluster: string;
  readonly name: string;
  readonly uuid: string;
  readonly version: string;
  readonly status:
    | "CREATING"
    | "ACTIVE"
    | "CREATE_FAILED"
    | "UPDATING"
    | "DELETING"
    | "DELETE_FAILED"
    | "DEGRADED"
    | "UPDATE_FAILED";
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly serviceAccountRoleArn?: string | undefined;
  readonly configurationValues?: string | undefined;
  readonly podIdentityAssociations: readonly string[];
  readonly namespace: string;
  readonly tags: Tags;
  readonly issues: readonly HealthIssue[];
}

export interface FargateProfileRecord extends Place {
  readonly cluster: string;
  readonly name: string;
  readonly uuid: string;
  readonly createdAt: number;
  readonly podExecutionRoleArn: string;
  readonly subnets: readonly string[];
  readonly selectors: readonly {
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>> | undefined;
  }[];
  readonly status: "CREATING" | "ACTIVE" | "DELETING" | "CREATE_FAILED" | "DELETE_FAILED";
  readonly tags: Tags;
}

export interface PodIdentityRecord extends Place {
  readonly cluster: string;
  readonly id: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  readonly targetRoleArn?: string | undefined;
  readonly disableSessionTags?: boolean | undefined;
  readonly policy?: string | undefined;
  readonly ownerArn?: string | undefined;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly tags: Tags;
}

export interface AccessEntryRecord extends Place {
  readonly cluster: string;
  readonly principalArn: string;
  readonly uuid: string;
  readonly username: string;
  readonly type: string;
  readonly kubernetesGroups: readonly string[];
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly tags: Tags;
  readonly policies: readonly {
    readonly policyArn: string;
    readonly scope: { readonly type: string; readonly namespaces?: readonly string[] | undefined };
    readonly associatedAt: number;
    readonly modifiedAt: number;
  }[];
}

/** An upgrade insight that somebody put on a cluster; the built-in ones are worked out. */
export interface InsightRecord extends Place {
  readonly cluster: string;
  readonly id: string;
  readonly name: string;
  readonly category: "UPGRADE_READINESS" | "MISCONFIGURATION";
  readonly kubernetesVersion: string;
  readonly description: string;
  readonly recommendation: string;
  readonly status: "PASSING" | "WARNING" | "ERROR" | "UNKNOWN";
  readonly reason: string;
  readonly refreshedAt: number;
}
