import fc from "fast-check";
import {
  isWhollyKnown,
  Sensitive,
  SetValue,
  typeOf,
  typesEqual,
  UNKNOWN,
  unmarkDeep,
  type Value,
  valuesEqual,
  withType,
} from "../../modules/values/index.js";

describe("a set", () => {
  it.each<[Value[], Value[]]>([
    [
      ["b", "a", "b"],
      ["a", "b"],
    ],
    [
      [10, 9, 10],
      [9, 10],
    ],
    [
      [true, false],
      [false, true],
    ],
    [
      [null, "a"],
      ["a", null],
    ],
    [
      ["ä", "z", "Z"],
      ["Z", "z", "ä"],
    ],
    [
      [{ k: "b" }, { k: "a" }],
      [{ k: "a" }, { k: "b" }],
    ],
  ])("of %j holds %j", (elements, expected) => {
    expect(new SetValue(elements).elements).toEqual(expected);
  });

  it("keeps every unknown element, for nobody can tell them apart or alike", () => {
    expect(new SetValue([UNKNOWN, "a", UNKNOWN]).elements).toEqual(["a", UNKNOWN, UNKNOWN]);
  });

  it("is the same whatever the order of what it was made from", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean())), (elements) => {
        expect(new SetValue([...elements].reverse()).elements).toEqual(new SetValue(elements).elements);
      }),
    );
  });
});

describe("types", () => {
  it("tell a list from a tuple and a map from an object", () => {
    expect(typeOf(["a", 1])).toEqual(["tuple", ["string", "number"]]);
    expect(typeOf(withType(["a"], ["list", "string"]))).toEqual(["list", "string"]);
    expect(typeOf({ a: true })).toEqual(["object", { a: "bool" }]);
    expect(typeOf(withType({}, ["map", "number"]))).toEqual(["map", "number"]);
    expect(typeOf(new SetValue([1]))).toEqual(["set", "number"]);
    expect(typeOf(new Sensitive("s"))).toBe("string");
  });

  it("are equal whatever the order of attributes", () => {
    expect(typesEqual(["object", { a: "string", b: "bool" }], ["object", { b: "bool", a: "string" }])).toBe(
      true,
    );
    expect(typesEqual(["object", { a: "string" }], ["object", { a: "string", b: "bool" }])).toBe(false);
    expect(typesEqual(["tuple", ["string"]], ["tuple", ["string", "string"]])).toBe(false);
    expect(typesEqual(["list", "string"], ["set", "string"])).toBe(false);
  });
});

describe("marks and unknowns", () => {
  it("are found at any depth", () => {
    expect(unmarkDeep({ a: [new Sensitive("x"), 1], b: new SetValue([new Sensitive("y")]) })).toEqual({
      value: { a: ["x", 1], b: new SetValue(["y"]) },
      sensitivePaths: [["a", 0], ["b"]],
    });
    expect(isWhollyKnown({ a: [1, { b: UNKNOWN }] })).toBe(false);
    expect(isWhollyKnown(new SetValue([UNKNOWN]))).toBe(false);
    expect(isWhollyKnown({ a: [1, new Sensitive("x")] })).toBe(true);
  });

  it("do not make equal values differ, nor unknown ones equal to known ones", () => {
    expect(valuesEqual({ a: new Sensitive("x") }, { a: "x" })).toBe(true);
    expect(valuesEqual([UNKNOWN], ["x"])).toBe(false);
    expect(valuesEqual([UNKNOWN], [UNKNOWN])).toBe(true);
    expect(valuesEqual({ a: null }, {})).toBe(false);
  });
});
