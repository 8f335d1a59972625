/**
 * The Terraform language's expressions and templates, for peggy. Source: HashiCorp's `hclsyntax` scanner and
 * parser. Whatever needs thought is done by the functions passed in as `options.build` (see `build-node.ts`).
 *
 * `Bare` is a template without quotes: a string of Terraform JSON, or a file given to `templatefile`. Its
 * literals come a line at a time, because `~` trims to the line's end and no further.
 */
export const GRAMMAR = String.raw`
{
  const build = options.build;
  const markers = [];
}

Bare = tokens:BareToken* { return build.template(tokens, range()); }
Attributes = _ attributes:(@Attribute (_ &(!.) / Blank ("\r"? "\n" / LineComment) _))* _ { return attributes; }
Attribute = name:Identifier _ "=" _ value:Expression { return { name, value }; }
Whole = _ expression:Expression _ { return expression; }

BareToken = Sequence / BareLiteral
BareLiteral = text:$(BareChar+ "\n"? / "\n") { return build.literalToken(text, range()); }
BareChar = [^$%\n] / "$$" "{" / "%%" "{" / "$" !"{" / "%" !"{"

Quoted = "\"" tokens:QuotedToken* "\"" { return build.template(tokens, range()); }
QuotedToken = Sequence / QuotedLiteral
QuotedLiteral = text:$QuotedChar+ { return build.quotedToken(text, range()); }
QuotedChar = [^$%"\\\r\n] / "\\" [^\r\n] / "$$" "{" / "%%" "{" / "$" !"{" / "%" !"{"

Heredoc =
  "<<" flush:"-"? marker:Identifier "\r"? "\n" &{ markers.push(marker); return true; }
  tokens:HeredocToken* HeredocEnd
  { markers.pop(); return build.heredoc(tokens, flush !== null, range()); }
HeredocToken = !HeredocEnd token:(Sequence / BareLiteral) { return token; }
HeredocEnd =
  &{ return input[peg$currPos - 1] === "\n"; }
  [ \t]* marker:Identifier &{ return marker === markers[markers.length - 1]; }
  [ \t]* &("\r"? "\n" / !.)

Sequence = Interpolation / Directive
Interpolation =
  "$" "{" before:"~"? _ expression:Expression _ after:"~"? "}"
  { return build.interpolation(expression, before !== null, after !== null, range()); }
Directive =
  "%" "{" before:"~"? _ directive:DirectiveBody _ after:"~"? "}"
  { return build.directive(directive, before !== null, after !== null, range()); }
DirectiveBody
  = "if" End _ condition:Expression { return { kind: "if", condition }; }
  / "else" End { return { kind: "else" }; }
  / "endif" End { return { kind: "endif" }; }
  / "for" End _ names:ForNames _ "in" End _ collection:Expression { return { kind: "for", ...names, collection }; }
  / "endfor" End { return { kind: "endfor" }; }

Expression
  = condition:Operators choice:(_ "?" _ @Expression _ ":" _ @Expression)?
  { return choice === null ? condition : build.conditional(condition, choice[0], choice[1], range()); }

Operators = first:Unary rest:(_ @Operator _ @Unary)* { return rest.length === 0 ? first : build.binary(first, rest); }
Operator = $("||" / "&&" / "==" / "!=" / [<>] "="? / [+*/%-])

Unary
  = operator:$[!-] _ operand:Unary { return build.unary(operator, operand, range()); }
  / Postfix

Postfix = primary:Primary operations:Operation* { return build.postfix(primary, operations); }
Operation
  = _ "." _ "*" steps:(_ "." !"." _ @(AttributeName / LegacyIndex))*
    { return { kind: "splat", steps, end: range().end }; }
  / _ "." !"." _ step:(AttributeName / LegacyIndex) { return step; }
  / Blank "[" _ "*" _ "]" operations:Operation* { return { kind: "full-splat", operations, end: range().end }; }
  / Blank "[" _ key:Expression _ "]" { return { kind: "key", key, end: range().end }; }
AttributeName = name:Identifier { return { kind: "attribute", name, end: range().end }; }
LegacyIndex = digits:$[0-9]+ !("." [0-9]) { return { kind: "index", key: Number(digits), end: range().end }; }

Primary
  = Number
  / Quoted
  / Heredoc
  / "(" _ inner:Expression _ ")" { return build.parentheses(inner, range()); }
  / "[" _ loop:ForTuple _ "]" { return build.loop(loop, range()); }
  / "[" _ elements:Expressions? _ "]" { return build.tuple(elements ?? [], range()); }
  / "{" _ loop:ForObject _ "}" { return build.loop(loop, range()); }
  / "{" _ items:Items? _ "}" { return build.object(items ?? [], range()); }
  / Call
  / name:Identifier { return build.name(name, range()); }

Expressions = first:Expression rest:(_ "," _ @Expression)* (_ ",")? { return [first, ...rest]; }

Items = first:Item rest:(Separator @Item)* (_ ",")? { return [first, ...rest]; }
Item = key:Expression _ [=:] _ value:Expression { return { key: build.key(key), value }; }
Separator = _ "," _ / Blank ("\r"? "\n" / LineComment) _

ForIntro = "for" End _ names:ForNames _ "in" End _ collection:Expression _ ":" _ { return { ...names, collection }; }
ForNames = first:Identifier second:(_ "," _ @Identifier)? { return { first, second }; }
ForTuple = intro:ForIntro value:Expression condition:ForIf? { return { ...intro, key: null, value, group: false, condition }; }
ForObject =
  intro:ForIntro key:Expression _ "=>" _ value:Expression group:(_ @"...")? condition:ForIf?
  { return { ...intro, key, value, group: group !== null, condition }; }
ForIf = _ "if" End _ @Expression

Call =
  name:$(Identifier ("::" Identifier)*) Blank "(" _ list:Arguments? _ ")"
  { return build.call(name, list === null ? [] : list.expressions, list !== null && list.expand, range()); }
Arguments =
  first:Expression rest:(_ "," _ @Expression)* tail:(_ @$("..." / ","))?
  { return { expressions: [first, ...rest], expand: tail === "..." }; }

Number "number" = text:$([0-9]+ ("." [0-9]+)? ([eE] [+-]? [0-9]+)?) { return build.number(text, range()); }
Identifier "name" = $([\p{ID_Start}_]u [\p{ID_Continue}-]u*)
End = ![\p{ID_Continue}-]u

_ "white space" = ([ \t\r\n] / Comment)*
Blank "white space" = ([ \t] / BlockComment)*
Comment = LineComment / BlockComment
LineComment = ("#" / "//") [^\n]* ("\n" / !.)
BlockComment = "/*" (!"*/" .)* "*/"
`;

/** Where parsing may begin: a bare template, an expression without `${}`, the lines of a `.tfvars` file. */
export const START_RULES = ["Bare", "Whole", "Attributes"] as const;
