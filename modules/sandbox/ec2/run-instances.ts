import { ipv4At } from "../capacity/subnet-addresses.js";
import { findInstanceType } from "../catalog/instance-types.js";
import type { Answer, AnswerValue, Call } from "../protocol/call.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { inPlace, placeKey } from "../world/keys.js";
import type { InstanceRecord } from "../world/records.js";
import { ec2Error, missingParameter } from "./ec2-errors.js";
import { instanceView } from "./instances.js";
import { tagSet, tagsFor } from "./tag-set.js";

/** RunInstances: instances of nobody's group, in a subnet that is named or in the first one. */
export function runInstances(call: Call, parameters: QueryParameters): Answer {
  const { world, place } = call;
  const imageId = parameters.string("ImageId");
  if (imageId === undefined) throw missingParameter("ImageId");
  const type = parameters.string("InstanceType") ?? "m5.large";
  if (findInstanceType(type) === undefined && !world.lax) {
    throw ec2Error("InvalidParameterValue", `Invalid value '${type}' for InstanceType.`);
  }
  const asked = parameters.string("SubnetId");
  const subnets = world.tables.subnets;
  const subnet =
    asked === undefined ? subnets.by("place", placeKey(place))[0] : subnets.get(inPlace(place, asked));
  if (subnet === undefined && !world.lax) {
    throw asked === undefined
      ? ec2Error("MissingInput", "No subnets found for the default VPC. Please specify a subnet.")
      : ec2Error("InvalidSubnetID.NotFound", `The subnet ID '${asked}' does not exist`);
  }
  const count = Number(parameters.string("MaxCount") ?? 1);
  if (!Number.isInteger(count) || count < 1 || count > 100) {
    throw ec2Error("InvalidParameterValue", `Value (${count}) for parameter maxCount is invalid.`);
  }
  const made: InstanceRecord[] = [];
  for (let i = 0; i < count; i += 1) {
    made.push(
      world.tables.instances.put({
        ...place,
        id: world.ids.ec2("i"),
        asg: "",
        type,
        subnetId: subnet?.id ?? asked ?? "subnet-0",
        zone: subnet?.zone ?? `${place.region}a`,
        imageId,
        state: "pending",
        launchedAt: world.now(),
        privateIp: ipv4At(subnet?.cidr ?? "10.255.0.0/16", world.ids.counter),
        templateVersion: 0,
        kubernetesVersion: "",
        releaseVersion: "",
        spot: false,
        ready: false,
        tags: tagsFor(parameters, "instance"),
      }),
    );
  }
  world.schedule(world.timings.instanceBoot, {
    type: "instances-running",
    instances: made.map(({ id }) => id),
  });
  return {
    reservationId: world.ids.ec2("r"),
    ownerId: place.account,
    groupSet: [],
    instancesSet: made.map((instance) => instanceView(call, instance)),
  };
}

/** GetLaunchTemplateData: what a template would say to make an instance like this one. */
export function getLaunchTemplateData(call: Call, parameters: QueryParameters): Answer {
  const id = parameters.string("InstanceId") ?? "";
  const instance = call.world.tables.instances.get(id);
  if (instance === undefined || placeKey(instance) !== placeKey(call.place)) {
    throw ec2Error("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`);
  }
  const tags = instance.tags ?? {};
  const specifications: AnswerValue[] =
    Object.keys(tags).length === 0 ? [] : [{ resourceType: "instance", tagSet: tagSet(tags) }];
  return {
    launchTemplateData: {
      imageId: instance.imageId,
      instanceType: instance.type,
      ebsOptimized: false,
      monitoring: { enabled: false },
      disableApiTermination: false,
      placement: { availabilityZone: instance.zone, groupName: "", tenancy: "default" },
      tagSpecificationSet: specifications,
    },
  };
}
