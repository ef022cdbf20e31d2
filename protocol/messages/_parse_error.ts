import type { Problem } from "./problem.ts";

/** Thrown to end the parsing of a message; the parser catches it. */
export class ParseError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}
