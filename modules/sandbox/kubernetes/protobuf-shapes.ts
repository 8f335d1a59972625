/**
 * The fields of those kinds that kubectl sends as protobuf, by their numbers in Kubernetes' published
 * `generated.proto` files. What stands in none of these is left out when a body is read.
 */
export type ProtobufShape =
  | "string"
  | "integer"
  /** An integer whose zero means that it was not given: Go writes such zeros too. */
  | "count"
  | "boolean"
  | "bytes"
  | "time"
  | "quantity"
  | "int-or-string"
  | { readonly each: ProtobufShape }
  | { readonly map: ProtobufShape }
  | { readonly fields: Readonly<Record<number, readonly [name: string, shape: ProtobufShape]>> };

const message = (fields: Record<number, [string, ProtobufShape]>): ProtobufShape => ({ fields });
const each = (shape: ProtobufShape): ProtobufShape => ({ each: shape });
const texts: ProtobufShape = { map: "string" };

const ownerReference = message({
  1: ["kind", "string"],
  3: ["name", "string"],
  4: ["uid", "string"],
  5: ["apiVersion", "string"],
  6: ["controller", "boolean"],
  7: ["blockOwnerDeletion", "boolean"],
});

const metadata = message({
  1: ["name", "string"],
  2: ["generateName", "string"],
  3: ["namespace", "string"],
  5: ["uid", "string"],
  6: ["resourceVersion", "string"],
  7: ["generation", "count"],
  8: ["creationTimestamp", "time"],
  11: ["labels", texts],
  12: ["annotations", texts],
  13: ["ownerReferences", each(ownerReference)],
  14: ["finalizers", each("string")],
});

const labelSelector = message({
  1: ["matchLabels", texts],
  2: [
    "matchExpressions",
    each(message({ 1: ["key", "string"], 2: ["operator", "string"], 3: ["values", each("string")] })),
  ],
});

const resources = message({ 1: ["limits", { map: "quantity" }], 2: ["requests", { map: "quantity" }] });

const container = message({
  1: ["name", "string"],
  2: ["image", "string"],
  3: ["command", each("string")],
  4: ["args", each("string")],
  5: ["workingDir", "string"],
  6: [
    "ports",
    each(
      message({
        1: ["name", "string"],
        2: ["hostPort", "count"],
        3: ["containerPort", "count"],
        4: ["protocol", "string"],
        5: ["hostIP", "string"],
      }),
    ),
  ],
  7: ["env", each(message({ 1: ["name", "string"], 2: ["value", "string"] }))],
  8: ["resources", resources],
  14: ["imagePullPolicy", "string"],
});

const toleration = message({
  1: ["key", "string"],
  2: ["operator", "string"],
  3: ["value", "string"],
  4: ["effect", "string"],
  5: ["tolerationSeconds", "integer"],
});

const podSpec = message({
  2: ["containers", each(container)],
  3: ["restartPolicy", "string"],
  4: ["terminationGracePeriodSeconds", "integer"],
  6: ["dnsPolicy", "string"],
  7: ["nodeSelector", texts],
  8: ["serviceAccountName", "string"],
  10: ["nodeName", "string"],
  19: ["schedulerName", "string"],
  20: ["initContainers", each(container)],
  22: ["tolerations", each(toleration)],
});

const podTemplate = message({ 1: ["metadata", metadata], 2: ["spec", podSpec] });

const deploymentSpec = message({
  1: ["replicas", "integer"],
  2: ["selector", labelSelector],
  3: ["template", podTemplate],
  4: [
    "strategy",
    message({
      1: ["type", "string"],
      2: [
        "rollingUpdate",
        message({ 1: ["maxUnavailable", "int-or-string"], 2: ["maxSurge", "int-or-string"] }),
      ],
    }),
  ],
  5: ["minReadySeconds", "count"],
  6: ["revisionHistoryLimit", "integer"],
  7: ["paused", "boolean"],
  9: ["progressDeadlineSeconds", "integer"],
});

const disruptionBudgetSpec = message({
  1: ["minAvailable", "int-or-string"],
  2: ["selector", labelSelector],
  3: ["maxUnavailable", "int-or-string"],
  4: ["unhealthyPodEvictionPolicy", "string"],
});

const serviceSpec = message({
  1: [
    "ports",
    each(
      message({
        1: ["name", "string"],
        2: ["protocol", "string"],
        3: ["port", "count"],
        4: ["targetPort", "int-or-string"],
        5: ["nodePort", "count"],
      }),
    ),
  ],
  2: ["selector", texts],
  3: ["clusterIP", "string"],
  4: ["type", "string"],
  7: ["sessionAffinity", "string"],
  10: ["externalName", "string"],
});

const deleteOptions = message({
  1: ["gracePeriodSeconds", "integer"],
  4: ["propagationPolicy", "string"],
  5: ["dryRun", each("string")],
});

/** By kind. */
export const protobufShapes: Readonly<Record<string, ProtobufShape>> = {
  ConfigMap: message({
    1: ["metadata", metadata],
    2: ["data", texts],
    3: ["binaryData", { map: "bytes" }],
    4: ["immutable", "boolean"],
  }),
  DeleteOptions: deleteOptions,
  Deployment: message({ 1: ["metadata", metadata], 2: ["spec", deploymentSpec] }),
  Eviction: message({ 1: ["metadata", metadata], 2: ["deleteOptions", deleteOptions] }),
  Namespace: message({
    1: ["metadata", metadata],
    2: ["spec", message({ 1: ["finalizers", each("string")] })],
  }),
  Pod: message({ 1: ["metadata", metadata], 2: ["spec", podSpec] }),
  PodDisruptionBudget: message({ 1: ["metadata", metadata], 2: ["spec", disruptionBudgetSpec] }),
  Secret: message({
    1: ["metadata", metadata],
    2: ["data", { map: "bytes" }],
    3: ["type", "string"],
    4: ["stringData", texts],
    5: ["immutable", "boolean"],
  }),
  Service: message({ 1: ["metadata", metadata], 2: ["spec", serviceSpec] }),
  ServiceAccount: message({ 1: ["metadata", metadata] }),
};
