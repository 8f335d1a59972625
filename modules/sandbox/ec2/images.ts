import { allAmiImages } from "../catalog/ami-releases.js";
import type { Answer, Call } from "../protocol/call.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { placeKey } from "../world/keys.js";
import type { ImageRecord } from "../world/records.js";
import { applyFilters } from "./describe-filters.js";
import { describePage } from "./describe-page.js";
import { ec2Error } from "./ec2-errors.js";

const AMAZON_EKS = "602401143452";

/** DescribeImages: the world's own images and every EKS image published so far. */
export function describeImages(call: Call, parameters: QueryParameters): Answer {
  const ids = parameters.strings("ImageId");
  const all = [...call.world.tables.images.by("place", placeKey(call.place)), ...publishedImages(call)];
  const known = new Map(all.map((image) => [image.id, image]));
  const missing = ids.filter((id) => !known.has(id));
  if (missing.length > 0) {
    throw ec2Error("InvalidAMIID.NotFound", `The image id '[${missing.join(", ")}]' does not exist`);
  }
  const owners = parameters.strings("Owner");
  const asked = (ids.length === 0 ? all : ids.flatMap((id) => known.get(id) ?? [])).filter(
    (image) =>
      owners.length === 0 ||
      owners.some(
        (owner) =>
          owner === image.owner ||
          (owner === "amazon" && image.owner === AMAZON_EKS) ||
          (owner === "self" && image.owner === call.place.account),
      ),
  );
  const filtered = applyFilters(asked, parameters, (image, filter) => {
    switch (filter) {
      case "image-id":
        return [image.id];
      case "name":
        return [image.name];
      case "architecture":
        return [image.architecture];
      case "owner-id":
        return [image.owner];
      case "owner-alias":
        return image.owner === AMAZON_EKS ? ["amazon"] : [];
      case "state":
        return ["available"];
      case "is-public":
        return [String(image.owner === AMAZON_EKS)];
      case "image-type":
        return ["machine"];
      case "virtualization-type":
        return ["hvm"];
      case "root-device-type":
        return ["ebs"];
      case "platform":
        return image.platform === undefined ? [] : [image.platform];
      default:
        return undefined;
    }
  });
  const page = describePage(filtered, ({ id }) => id, parameters);
  return { imagesSet: page.items.map(imageView), nextToken: page.nextToken };
}

function* publishedImages(call: Call): Iterable<ImageRecord> {
  const { world, place } = call;
  const pinned = (minor: string) => world.tables.pinnedReleases.get(minor)?.releases;
  for (const image of allAmiImages(place.region, world.now(), pinned)) {
    yield {
      ...place,
      id: image.imageId,
      name: image.imageName,
      architecture: image.family.architecture,
      createdAt: image.publishedAt,
      owner: AMAZON_EKS,
      ...(image.family.naming === "windows" ? { platform: "windows" as const } : {}),
    };
  }
}

function imageView(image: ImageRecord): Answer {
  const amazon = image.owner === AMAZON_EKS;
  const bottlerocket = image.name.startsWith("bottlerocket");
  return {
    imageId: image.id,
    imageLocation: `${amazon ? "amazon" : image.owner}/${image.name}`,
    imageState: "available",
    imageOwnerId: image.owner,
    creationDate: new Date(image.createdAt).toISOString(),
    isPublic: amazon,
    productCodes: [],
    architecture: image.architecture,
    imageType: "machine",
    ...(amazon ? { imageOwnerAlias: "amazon" } : {}),
    name: image.name,
    ...(image.platform === undefined ? {} : { platform: image.platform }),
    description: image.name,
    rootDeviceType: "ebs",
    rootDeviceName: image.platform === "windows" ? "/dev/sda1" : "/dev/xvda",
    blockDeviceMapping: [
      {
        deviceName: image.platform === "windows" ? "/dev/sda1" : "/dev/xvda",
        ebs: {
          deleteOnTermination: true,
          snapshotId: image.id.replace("ami-", "snap-"),
          volumeSize: image.platform === "windows" ? 50 : bottlerocket ? 2 : 20,
          volumeType: bottlerocket ? "gp2" : "gp3",
          encrypted: false,
        },
      },
    ],
    virtualizationType: "hvm",
    hypervisor: "xen",
    enaSupport: true,
    tagSet: [],
  };
}
