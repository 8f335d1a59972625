import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Operation, type OperationResult, providerRegistry } from "../../modules/provider/index.js";
import { parseState } from "../../modules/state/index.js";
import { isObjectValue, type ObjectValue, UNKNOWN } from "../../modules/values/index.js";
import {
  executeContext,
  plainProvider,
  type SandboxCalls,
  startSandboxCalls,
} from "../_helpers/sandbox-calls.js";

const launchTemplate = providerRegistry().resourceType("aws_launch_template");
if (launchTemplate === undefined) throw new Error("no launch template type");

/** An object of the type with nothing set. */
const empty: ObjectValue = {
  ...Object.fromEntries(Object.keys(launchTemplate.schema.block.attributes).map((name) => [name, null])),
  ...Object.fromEntries(Object.keys(launchTemplate.schema.block.blocks).map((name) => [name, []])),
};

/** What Terraform recorded after it had created the template of this name. */
async function recorded(name: string): Promise<ObjectValue> {
  const file = join(__dirname, "../fixtures/state/create.tfstate");
  const state = await parseState(await readFile(file, "utf8"), file);
  const resource = state.resources.find(
    (entry) => entry.type === "aws_launch_template" && entry.name === name,
  );
  const attributes = resource?.instances[0]?.attributes;
  if (!isObjectValue(attributes)) throw new Error(`no ${name} in the recording`);
  return attributes;
}

describe("the calls of a launch template's change", () => {
  let calls: SandboxCalls;
  const provider = { ...plainProvider, defaultTags: { Fleet: "f1", ManagedBy: "cdktf" } };
  beforeAll(async () => {
    calls = await startSandboxCalls({ defaults: { region: "us-east-1", account: "123456789012" } });
  });
  afterAll(() => calls.close());

  const carryOut = async (operations: readonly Operation[], token: string) => {
    const earlier: { [name: string]: OperationResult } = {};
    for (const operation of operations) {
      const context = executeContext(calls, { provider, earlier, clientToken: `${token}-${operation.name}` });
      earlier[operation.name] = await launchTemplate.execute(operation, context);
    }
    return earlier;
  };
  const read = (prior: ObjectValue) => launchTemplate.read(prior, { clients: calls.clients, provider });

  it("creates, versions, tags and deletes a template, and reads it as Terraform recorded it", async () => {
    const state = await recorded("lt-a");
    const computed = {
      arn: UNKNOWN,
      id: UNKNOWN,
      latest_version: UNKNOWN,
      default_version: UNKNOWN,
      name: UNKNOWN,
    };
    const planned: ObjectValue = { ...state, ...computed };
    const config: ObjectValue = {
      ...state,
      ...Object.fromEntries(Object.keys(computed).map((name) => [name, null])),
    };
    const create = launchTemplate.operations({ action: "create", prior: null, planned, config, provider });
    expect(create.map(({ call, generatedName }) => [call, generatedName?.prefix])).toEqual([
      ["ec2:CreateLaunchTemplate", "prod-1-a-"],
    ]);
    const { create: made } = await carryOut(create, "create");
    const created = await read({ ...config, id: made?.id ?? null });
    expect(created).toEqual({
      ...state,
      arn: `arn:aws:ec2:us-east-1:123456789012:launch-template/${made?.id}`,
      id: made?.id,
      name: made?.name,
      security_group_names: [],
    });
    expect(made?.name).toMatch(/^prod-1-a-\d{18}[0-9a-f]{8}$/);

    const wanted: ObjectValue = {
      ...created,
      instance_type: "m5.large",
      tags_all: { Team: "x" },
      tags: { Team: "x" },
    };
    const update = launchTemplate.operations({
      action: "update",
      prior: created,
      planned: wanted,
      config: wanted,
      provider,
    });
    expect(update.map(({ call }) => call)).toEqual([
      "ec2:DeleteTags",
      "ec2:CreateTags",
      "ec2:CreateLaunchTemplateVersion",
      "ec2:ModifyLaunchTemplate",
    ]);
    expect(update[3]?.parameters.DefaultVersion).toBe(UNKNOWN);
    await carryOut(update, "update");
    const updated = await read(wanted);
    expect(updated).toMatchObject({ latest_version: 2, default_version: 2, instance_type: "m5.large" });
    expect(updated?.tags_all).toEqual({ Team: "x" });

    const remove = launchTemplate.operations({
      action: "delete",
      prior: updated,
      planned: null,
      config: null,
      provider,
    });
    await carryOut(remove, "delete");
    expect(await read(wanted)).toBeNull();
    await carryOut(remove, "delete-again");
  });

  it("finds a template by its name", async () => {
    const planned = { ...empty, name: "by-name", instance_type: "m5.large" };
    const create = launchTemplate.operations({
      action: "create",
      prior: null,
      planned,
      config: planned,
      provider,
    });
    const { create: made } = await carryOut(create, "by-name");
    expect(await read(launchTemplate.importStub("by-name"))).toMatchObject({ id: made?.id, name: "by-name" });
    expect(await read(launchTemplate.importStub("nobody"))).toBeNull();
  });

  it("describes many templates in one call, and finds the one that is gone", async () => {
    const ids: string[] = [];
    for (const name of ["many-1", "many-2", "many-3"]) {
      const planned = { ...empty, name };
      const operations = launchTemplate.operations({
        action: "create",
        prior: null,
        planned,
        config: planned,
        provider,
      });
      ids.push((await carryOut(operations, name)).create?.id ?? "");
    }
    calls.sandbox.callLog.clear();
    const found = await Promise.all(ids.map((id) => read({ ...empty, id })));
    expect(found.map((object) => object?.name)).toEqual(["many-1", "many-2", "many-3"]);
    expect(calls.sandbox.callLog.entries({ operation: "DescribeLaunchTemplates" })).toHaveLength(1);
    const withGone = await Promise.all([...ids, "lt-0123456789abcdef0"].map((id) => read({ ...empty, id })));
    expect(withGone.map((object) => object?.name)).toEqual(["many-1", "many-2", "many-3", undefined]);
  });
});

describe("the operations of a launch template, as data", () => {
  const prior: ObjectValue = {
    ...empty,
    id: "lt-1",
    name: "t",
    latest_version: 3,
    default_version: 3,
    tags_all: {},
  };
  const callsOf = (planned: ObjectValue) =>
    launchTemplate
      .operations({ action: "update", prior, planned, config: planned, provider: plainProvider })
      .map(({ call, parameters }) => [call, parameters.DefaultVersion]);

  it("makes a new version for a description, but none for maintenance options alone", () => {
    expect(callsOf({ ...prior, description: "x" })).toEqual([["ec2:CreateLaunchTemplateVersion", undefined]]);
    expect(callsOf({ ...prior, maintenance_options: [{ auto_recovery: "disabled" }] })).toEqual([]);
  });

  it("sets the default version whenever it is to follow the latest, or was set itself", () => {
    expect(callsOf({ ...prior, update_default_version: true })).toEqual([["ec2:ModifyLaunchTemplate", "3"]]);
    expect(callsOf({ ...prior, default_version: 2 })).toEqual([["ec2:ModifyLaunchTemplate", "2"]]);
  });

  it("leaves out what is zero or empty and always sends user data", () => {
    const planned = {
      ...prior,
      monitoring: [{ enabled: true }],
      ebs_optimized: "false",
      disable_api_stop: false,
      block_device_mappings: [
        {
          device_name: "/dev/xvda",
          no_device: "",
          virtual_name: null,
          ebs: [{ encrypted: "true", volume_size: 50, iops: 0, kms_key_id: null, throughput: UNKNOWN }],
        },
      ],
      network_interfaces: [{ security_groups: ["sg-1"], device_index: null }],
      tag_specifications: [{ resource_type: "instance", tags: { Name: "n" } }],
      license_specification: [],
      metadata_options: [{ http_tokens: "", http_put_response_hop_limit: 0 }],
    };
    const config = {
      ...planned,
      block_device_mappings: [
        { device_name: "/dev/xvda", ebs: [{ encrypted: "true", volume_size: 50, throughput: null }] },
      ],
    };
    const [operation] = launchTemplate.operations({
      action: "update",
      prior,
      planned,
      config,
      provider: plainProvider,
    });
    expect(operation?.parameters.LaunchTemplateData).toEqual({
      UserData: "",
      BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { Encrypted: true, VolumeSize: 50 } }],
      EbsOptimized: false,
      Monitoring: { Enabled: true },
      NetworkInterfaces: [{ Groups: ["sg-1"], DeviceIndex: 0, NetworkCardIndex: 0 }],
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: "n" }] }],
    });
  });
});
