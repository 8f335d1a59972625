import { XMLBuilder } from "fast-xml-parser";
import type { Answer, AnswerValue } from "./call.js";

/** The body of an EC2 answer. Lists become repeated `item` elements. */
export function ec2Answer(action: string, answer: Answer, requestId: string): string {
  return document(`${action}Response`, "http://ec2.amazonaws.com/doc/2016-11-15/", "item", {
    requestId,
    ...answer,
  });
}

/** The body of an answer of STS, Auto Scaling or IAM. Lists become repeated `member` elements. */
export function queryAnswer(
  action: string,
  answer: Answer | undefined,
  requestId: string,
  namespace: string,
): string {
  return document(`${action}Response`, namespace, "member", {
    ...(answer === undefined ? {} : { [`${action}Result`]: answer }),
    ResponseMetadata: { RequestId: requestId },
  });
}

export function ec2ErrorAnswer(code: string, message: string, requestId: string): string {
  return `${DECLARATION}${builder.build(
    tree({ Response: { Errors: { Error: { Code: code, Message: message } }, RequestID: requestId } }, "item"),
  )}`;
}

export function queryErrorAnswer(
  code: string,
  message: string,
  fault: "Sender" | "Receiver",
  requestId: string,
  namespace: string,
): string {
  return document("ErrorResponse", namespace, "member", {
    Error: { Type: fault, Code: code, Message: message },
    RequestId: requestId,
  });
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
});
/** Characters that XML 1.0 cannot hold at all: replaced, so that an answer is always well-formed. */
const FORBIDDEN = /[^\P{Cc}\t\n\r]|[\p{Cs}\uFFFE\uFFFF]/gu;

type XmlTree = string | { readonly [name: string]: XmlTree | readonly XmlTree[] };

function document(name: string, namespace: string, item: "item" | "member", content: Answer): string {
  const body = tree(content, item);
  return (
    DECLARATION +
    builder.build({ [name]: { "@xmlns": namespace, ...(typeof body === "string" ? {} : body) } })
  );
}

function tree(value: AnswerValue, item: "item" | "member"): XmlTree {
  if (value === undefined || value === null) return "";
  if (isList(value)) return value.length === 0 ? "" : { [item]: value.map((entry) => tree(entry, item)) };
  if (typeof value !== "object") return String(value).replace(FORBIDDEN, "\uFFFD");
  const members: Record<string, XmlTree> = {};
  for (const [name, content] of Object.entries(value)) {
    if (content !== undefined && content !== null) members[name] = tree(content, item);
  }
  return members;
}

function isList(value: AnswerValue): value is readonly AnswerValue[] {
  return Array.isArray(value);
}
