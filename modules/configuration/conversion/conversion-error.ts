/** A value that cannot become the wanted type; the message is go-cty's, without a full stop. */
export class ConversionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ConversionError";
  }
}
