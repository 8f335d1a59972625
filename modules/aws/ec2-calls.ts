import {
  CreateLaunchTemplateCommand,
  type CreateLaunchTemplateCommandInput,
  CreateLaunchTemplateVersionCommand,
  type CreateLaunchTemplateVersionCommandInput,
  CreateTagsCommand,
  type CreateTagsCommandInput,
  DeleteLaunchTemplateCommand,
  type DeleteLaunchTemplateCommandInput,
  DeleteTagsCommand,
  type DeleteTagsCommandInput,
  DescribeAvailabilityZonesCommand,
  type DescribeAvailabilityZonesCommandInput,
  DescribeImagesCommand,
  type DescribeImagesCommandInput,
  DescribeInstanceTypesCommand,
  type DescribeInstanceTypesCommandInput,
  DescribeLaunchTemplatesCommand,
  type DescribeLaunchTemplatesCommandInput,
  DescribeLaunchTemplateVersionsCommand,
  type DescribeLaunchTemplateVersionsCommandInput,
  DescribeSubnetsCommand,
  type DescribeSubnetsCommandInput,
  EC2Client,
  type EC2ClientConfig,
  ModifyLaunchTemplateCommand,
  type ModifyLaunchTemplateCommandInput,
} from "@aws-sdk/client-ec2";

export function createEc2Client(config: EC2ClientConfig): EC2Client {
  return new EC2Client(config);
}

/** EC2's operations as Fleetwright calls them. */
export type Ec2Calls = ReturnType<typeof ec2Calls>;

/**
 * The SDK's own class for EC2 has all of its seven hundred operations and so brings all their code into the
 * bundled programs; these are the ones that are called.
 */
export function ec2Calls(client: EC2Client) {
  return {
    createLaunchTemplate: (input: CreateLaunchTemplateCommandInput) =>
      client.send(new CreateLaunchTemplateCommand(input)),
    createLaunchTemplateVersion: (input: CreateLaunchTemplateVersionCommandInput) =>
      client.send(new CreateLaunchTemplateVersionCommand(input)),
    createTags: (input: CreateTagsCommandInput) => client.send(new CreateTagsCommand(input)),
    deleteLaunchTemplate: (input: DeleteLaunchTemplateCommandInput) =>
      client.send(new DeleteLaunchTemplateCommand(input)),
    deleteTags: (input: DeleteTagsCommandInput) => client.send(new DeleteTagsCommand(input)),
    describeAvailabilityZones: (input: DescribeAvailabilityZonesCommandInput) =>
      client.send(new DescribeAvailabilityZonesCommand(input)),
    describeImages: (input: DescribeImagesCommandInput) => client.send(new DescribeImagesCommand(input)),
    describeInstanceTypes: (input: DescribeInstanceTypesCommandInput) =>
      client.send(new DescribeInstanceTypesCommand(input)),
    describeLaunchTemplates: (input: DescribeLaunchTemplatesCommandInput) =>
      client.send(new DescribeLaunchTemplatesCommand(input)),
    describeLaunchTemplateVersions: (input: DescribeLaunchTemplateVersionsCommandInput) =>
      client.send(new DescribeLaunchTemplateVersionsCommand(input)),
    describeSubnets: (input: DescribeSubnetsCommandInput) => client.send(new DescribeSubnetsCommand(input)),
    modifyLaunchTemplate: (input: ModifyLaunchTemplateCommandInput) =>
      client.send(new ModifyLaunchTemplateCommand(input)),
  };
}
