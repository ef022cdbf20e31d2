import { type ParseOptions, SugarHigh, tokenize } from "sugar-high/core";
import * as c from "sugar-high/lang/c";
import * as cpp from "sugar-high/lang/cpp";
import * as csharp from "sugar-high/lang/csharp";
import * as css from "sugar-high/lang/css";
import * as go from "sugar-high/lang/go";
import * as html from "sugar-high/lang/html";
import * as java from "sugar-high/lang/java";
import * as json from "sugar-high/lang/json";
import * as kotlin from "sugar-high/lang/kotlin";
import * as php from "sugar-high/lang/php";
import * as python from "sugar-high/lang/python";
import * as ruby from "sugar-high/lang/ruby";
import * as rust from "sugar-high/lang/rust";
import * as shell from "sugar-high/lang/shell";
import * as sql from "sugar-high/lang/sql";
import * as swift from "sugar-high/lang/swift";
import * as yaml from "sugar-high/lang/yaml";

/** Part of a code, by how it is coloured. */
export interface CodePart {
  readonly kind: "plain" | "keyword" | "string" | "type" | "name" | "comment";
  readonly text: string;
}

/** The kinds of sugar-high's tokens; the others are plain. */
const KINDS: Readonly<Record<string, CodePart["kind"]>> = {
  keyword: "keyword",
  string: "string",
  class: "type",
  property: "name",
  entity: "name",
  comment: "comment",
};

/** Options of sugar-high's general lexer. Lexers of one language, and literals that they look for, take quadratic time. */
type LexerOptions = Pick<
  ParseOptions,
  "keywords" | "typeKeywords" | "onCommentStart" | "onCommentEnd" | "templateStrings"
>;

/** sugar-high's own lexer of JavaScript takes quadratic time. */
const javascript: LexerOptions = {
  ...c,
  typeKeywords: new Set(),
  templateStrings: true,
  keywords: new Set(
    ("abstract as async await break case catch class const continue debugger declare default delete do else enum export " +
      "extends false finally for from function get if implements import in infer instanceof interface keyof let namespace new " +
      "null of private protected public readonly return satisfies set static super switch this throw true try type typeof " +
      "undefined using var void while with yield").split(" "),
  ),
};

/** Languages by their names and what files of theirs end with. */
const LANGUAGES: ReadonlyMap<string, LexerOptions> = new Map<string, LexerOptions>(
  ([
    ["c h", c],
    ["cpp c++ cc cxx hpp", cpp],
    ["csharp c# cs", csharp],
    ["css scss", css],
    ["go golang", go],
    ["html htm xml svg", html],
    ["java", java],
    ["javascript js jsx mjs node typescript ts tsx", javascript],
    ["json jsonc", json],
    ["kotlin kt", kotlin],
    ["php", php],
    ["python py python3", python],
    ["ruby rb", ruby],
    ["rust rs", rust],
    ["shell sh bash zsh console", shell],
    ["sql", sql],
    ["swift", swift],
    ["yaml yml", yaml],
  ] as const).flatMap(([names, options]) =>
    names.split(" ").map((name) => [name, options] as const)
  ),
);

/**
 * Splits a code into parts for its colours. Takes linear time.
 *
 * @param code Lines of code.
 * @param language Name of its language, also a short one such as `py`; of an unknown language, everything is plain.
 * @returns The parts, in order; joined, they are the code.
 */
export function highlightCode(code: string, language: string): readonly CodePart[] {
  const plain = [{ kind: "plain" as const, text: code }];
  const options = LANGUAGES.get(language.toLowerCase());
  if (!options) return plain;
  const general = { ...options, tokenize: undefined, onLiteral: undefined };
  const parts = tokenize(code, general as LexerOptions).map(([type, text]) => ({
    kind: KINDS[SugarHigh.TokenTypes[type]!] ?? "plain",
    text,
  }));
  // A lexer that loses something must not change what is said.
  return parts.map(({ text }) => text).join("") === code ? parts : plain;
}
