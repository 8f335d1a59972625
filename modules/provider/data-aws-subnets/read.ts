import { awsError } from "../../aws/index.js";
import type { ObjectValue } from "../../values/index.js";
import type { ReadContext } from "../provider-definition.js";
import { dataSourceState, ec2Filters } from "../state-shape/data-source-state.js";
import { subnetsSchema } from "./schema.js";

/** Reads `data.aws_subnets`: the ids of all subnets that the filters let through, in EC2's order. */
export async function readSubnets(config: ObjectValue, context: ReadContext): Promise<ObjectValue> {
  const ec2 = await context.clients.ec2();
  const Filters = ec2Filters(config);
  const ids: string[] = [];
  try {
    let NextToken: string | undefined;
    do {
      const page = await ec2.describeSubnets({
        ...(Filters.length === 0 ? {} : { Filters }),
        ...(NextToken === undefined ? {} : { NextToken }),
      });
      for (const { SubnetId } of page.Subnets ?? []) if (SubnetId !== undefined) ids.push(SubnetId);
      NextToken = page.NextToken || undefined;
    } while (NextToken !== undefined);
  } catch (error) {
    throw awsError(error, { operation: "ec2:DescribeSubnets", doing: "reading EC2 Subnets" });
  }
  return dataSourceState(subnetsSchema, { id: context.clients.target.region, ids }, config);
}
