/** What an apply does to a resource, for Terraform's wording. */
export type ApplyAction = "create" | "update" | "delete" | "read" | "forget";

const WORDS: {
  readonly [action in ApplyAction]: {
    readonly start: string;
    readonly still: string;
    readonly done: string;
    readonly error: string;
  };
} = {
  create: { start: "Creating", still: "creating", done: "Creation", error: "creating" },
  update: { start: "Modifying", still: "modifying", done: "Modifications", error: "modifying" },
  delete: { start: "Destroying", still: "destroying", done: "Destruction", error: "destroying" },
  forget: { start: "Forgetting", still: "forgetting", done: "Forgetting", error: "forgetting" },
  read: { start: "Reading", still: "reading", done: "Read", error: "reading" },
};

/** `aws_x.y: Modifying... [id=…]` */
export function startMessage(address: string, action: ApplyAction, id: string | null): string {
  return `${address}: ${WORDS[action].start}...${id === null ? "" : ` [id=${id}]`}`;
}

/** `aws_x.y: Still modifying... [id=…, 1m10s elapsed]` */
export function progressMessage(
  address: string,
  action: ApplyAction,
  elapsedSeconds: number,
  id: string | null,
  detail: string,
): string {
  const inside = [...(id === null ? [] : [`id=${id}`]), `${elapsedText(elapsedSeconds)} elapsed`].join(", ");
  return `${address}: Still ${WORDS[action].still}... [${inside}]${detail === "" ? "" : ` ${detail}`}`;
}

/** `upgrade, nodes 2 old / 3 new of 5, expected 11m0s to 1h5m0s`, or what the wait says of itself. */
export function progressDetail(progress: {
  readonly message: string;
  readonly phase: string | null;
  readonly nodes: { readonly old: number; readonly new: number; readonly wanted: number } | null;
  readonly expectedSeconds: { readonly low: number; readonly high: number } | null;
}): string {
  const { expectedSeconds: expected, message, nodes, phase } = progress;
  const parts = [
    nodes === null
      ? message
      : `${phase ?? "update"}, nodes ${nodes.old} old / ${nodes.new} new of ${nodes.wanted}`,
    ...(expected === null ? [] : [`expected ${elapsedText(expected.low)} to ${elapsedText(expected.high)}`]),
  ];
  return parts.join(", ");
}

/** `aws_x.y: eks:UpdateNodegroupVersion (update 123)`, or that an update which runs already is followed. */
export function sentMessage(sent: {
  readonly address: string;
  readonly call: string;
  readonly attached: boolean;
  readonly updateId: string | null;
}): string {
  const update = sent.updateId === null ? "" : ` (update ${sent.updateId})`;
  return sent.attached
    ? `${sent.address}: ${sent.call} is under way already${update}: following it`
    : `${sent.address}: ${sent.call}${update}`;
}

/** `aws_x.y: Modifications complete after 1m10s [id=…]` */
export function completeMessage(
  address: string,
  action: ApplyAction,
  elapsedSeconds: number,
  id: string | null,
): string {
  const suffix = id === null || action === "delete" ? "" : ` [id=${id}]`;
  return `${address}: ${WORDS[action].done} complete after ${elapsedText(elapsedSeconds)}${suffix}`;
}

/** `aws_x.y: Error modifying after 10s` */
export function errorMessage(address: string, action: ApplyAction, elapsedSeconds: number): string {
  return `${address}: Error ${WORDS[action].error} after ${elapsedText(elapsedSeconds)}`;
}

/** Go's notation of a duration: `10s`, `1m10s`, `1h0m5s`. */
export function elapsedText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = `${whole % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}
