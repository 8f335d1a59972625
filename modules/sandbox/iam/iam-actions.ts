import type { QueryOperation } from "../ec2/actions.js";
import { oidcProviderActions } from "./oidc-providers.js";
import { policyActions } from "./policies.js";
import { roleActions } from "./roles.js";

export const IAM_NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/";

/** IAM, as far as clusters and node groups need it. */
export const iamActions: Readonly<Record<string, QueryOperation>> = {
  ...roleActions,
  ...policyActions,
  ...oidcProviderActions,
  ListAccountAliases: () => ({ AccountAliases: [], IsTruncated: false }),
};
