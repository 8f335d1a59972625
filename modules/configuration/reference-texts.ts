import type { Reference } from "./reference.js";

/**
 * References as plan JSON lists them: each from its longest form down to the whole resource, an instance followed
 * by the resource that it is of. Source: Terraform's `jsonconfig/expression.go`.
 */
export function referenceTexts(references: readonly Reference[]): string[] {
  return references.flatMap((reference) => {
    const { subject, key, remaining, remainingIndexes } = reference;
    const instance = key === null ? subject : `${subject}[${JSON.stringify(key)}]`;
    const texts: string[] = [];
    for (let length = remaining.length; length > 0; length--) {
      const steps = remaining.slice(0, length).map((step, index) => {
        if (remainingIndexes[index] === true) return `[${JSON.stringify(step)}]`;
        return `.${step}`;
      });
      texts.push(instance + steps.join(""));
    }
    texts.push(instance);
    if (key !== null) texts.push(subject);
    return texts;
  });
}
