import { assert, assertEquals } from "@std/assert";
import { readSource, sourceFiles } from "./support/module_graph.ts";

/** Names of tests have fewer characters than this, as CONTRIBUTING.md says. */
const NAME_LIMIT = 80;

/** A call that defines a test: `Deno.test`, or a helper as `testWith`. */
const DEFINITIONS = [
  'CallExpression[callee.object.name="Deno"][callee.property.name="test"]',
  "CallExpression[callee.name=/^test[A-Z]/]",
];

Deno.test("names of tests have fewer than 80 characters", async () => {
  const names = new Map<string, string>();
  for (const file of await sourceFiles()) {
    for (const [line, name] of await testNames(file)) names.set(`${file}:${line}`, name);
  }
  assert(names.size > 1_000, `${names.size}`);
  assertEquals([...names].filter(([, name]) => name.length >= NAME_LIMIT), []);
});

/** Returns the names of the tests that a file defines, with their lines; of a template, only the fixed text. */
async function testNames(file: string): Promise<[number, string][]> {
  const text = await readSource(file);
  const names: [number, string][] = [];
  const add = (start: number, name: string) => {
    names.push([text.slice(0, start).split("\n").length, name]);
  };
  const visitor: Deno.lint.LintVisitor = {};
  for (const call of DEFINITIONS) {
    for (const place of [call, `${call} > ObjectExpression > Property[key.name="name"]`]) {
      visitor[`${place} > Literal`] = ({ value, range }: Deno.lint.Literal) => {
        if (typeof value === "string") add(range[0], value);
      };
      visitor[`${place} > TemplateLiteral`] = ({ quasis, range }: Deno.lint.TemplateLiteral) => {
        add(range[0], quasis.map(({ cooked }) => cooked).join(""));
      };
    }
  }
  const rule: Deno.lint.Rule = { create: () => visitor };
  Deno.lint.runPlugin({ name: "names", rules: { length: rule } }, file, text);
  return names;
}
