import { Fn, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { type ClusterConnection, generatedUserData } from "./generated-user-data.js";
import { isReference, literal } from "./literal.js";
import { mimeHead, mimeTail } from "./mime.js";

export type NodeUserDataProps =
  | {
      readonly kind: "generated";
      /** What the image starts with: Amazon Linux 2023, Bottlerocket, or Amazon Linux 2. */
      readonly bootstrap: "nodeadm" | "bottlerocket" | "bootstrap.sh";
      readonly cluster: ClusterConnection;
      /** Pods per node; without it the image works it out from the instance type. */
      readonly maxPods?: number;
    }
  | {
      readonly kind: "template";
      /** A file in Terraform's template syntax. It is copied beside the synthesized stack. */
      readonly path: string;
      readonly variables: { readonly [name: string]: string };
      /**
       * How to wrap the rendered text: as it stands, or as a part of a MIME multi-part message, which is what
       * EKS merges with its own user data on Amazon Linux.
       */
      readonly wrap?: "text/x-shellscript" | "application/node.eks.aws";
    };

/**
 * User data of nodes, rendered by Terraform and encoded in base64 as a launch template wants it.
 *
 * ```ts
 * const userData = new NodeUserData(stack, "user-data", { kind: "generated", bootstrap: "nodeadm", cluster });
 * new LaunchTemplate(stack, "template", { userData: userData.render() });
 * ```
 */
export class NodeUserData extends Construct {
  private readonly props: NodeUserDataProps;
  private readonly asset: TerraformAsset | undefined;

  constructor(scope: Construct, id: string, props: NodeUserDataProps) {
    super(scope, id);
    this.props = props;
    this.asset =
      props.kind === "template" ? new TerraformAsset(this, "template", { path: props.path }) : undefined;
  }

  /** The expression that renders it; `variables` add to a template's own, e.g. the zone. */
  render(variables: { readonly [name: string]: string } = {}): string {
    const { props, asset } = this;
    if (props.kind === "generated") {
      return Fn.base64encode(Fn.join("", generatedUserData(props.bootstrap, props.cluster, props.maxPods)));
    }
    const given = Object.entries({ ...props.variables, ...variables }).sort(([a], [b]) => (a < b ? -1 : 1));
    const escaped = Object.fromEntries(given.map(([name, value]) => [name, literalOrReference(value)]));
    const text = Fn.templatefile(asset?.path ?? "", escaped);
    if (props.wrap === undefined) return Fn.base64encode(text);
    return Fn.base64encode(Fn.join("\n", [literal(mimeHead(props.wrap)), text, literal(mimeTail)]));
  }
}

function literalOrReference(value: string): string {
  return isReference(value) ? value : literal(value);
}
