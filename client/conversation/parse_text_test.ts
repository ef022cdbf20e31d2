import { assert, assertEquals } from "@std/assert";
import type { Block, Inline } from "./formatted_text.ts";
import { parseText } from "./parse_text.ts";

/** Writes a tree as HTML does, with `a` for links and `u` for names, the user's own in capitals. */
function show(part: Block | Inline): string {
  switch (part.kind) {
    case "text":
      return part.text;
    case "name":
      return part.isSelf ? `<U>${part.text}</U>` : `<u>${part.text}</u>`;
    case "link":
      return `<a>${part.text}</a>`;
    case "code":
      return `<code>${part.text}</code>`;
    case "code_block":
      return `<pre ${part.language}>${part.text}</pre>`;
    default: {
      const tag = { paragraph: "p", quote: "q", bold: "b", italic: "i" }[part.kind];
      return `<${tag}>${part.content.map(show).join("")}</${tag}>`;
    }
  }
}

function shown(text: string): string {
  return parseText(text, "Ana").map(show).join("");
}

/** Texts with one paragraph, and how it is displayed. */
const LINES: readonly (readonly [text: string, shown: string])[] = [
  ["olá, **mundo**!", "olá, <b>mundo</b>!"],
  ["*nota*: veja _isto_.", "<i>nota</i>: veja <i>isto</i>."],
  [
    "**Atenção:** não é *assim*, é **_assim_**",
    "<b>Atenção:</b> não é <i>assim</i>, é <b><i>assim</i></b>",
  ],
  ["***os dois***", "<b><i>os dois</i></b>"],
  ["**um *dentro* do outro**", "<b>um <i>dentro</i> do outro</b>"],
  ["*um **dentro***", "<i>um <b>dentro</b></i>"],
  ["**um *dentro***", "<b>um <i>dentro</i></b>"],
  ['("*citado*", **dito**)', '("<i>citado</i>", <b>dito</b>)'],
  ["🎉**Parabéns**🎉 *🎉*", "🎉<b>Parabéns</b>🎉 <i>🎉</i>"],
  // Right to left.
  ["**שלום** עולם، _مرحبا_؟", "<b>שלום</b> עולם، <i>مرحبا</i>؟"],
  // No word boundaries.
  ["snake_case_name 2*3*4 2 * 3 * 4 a*b*c", ""],
  ["* um\n* dois *\n- três", ""],
  ["*.ts **/*.ts /*nota*/ a/_b_/c", ""],
  ["__init__ ____ **** ***** *", ""],
  [':* :-* *_* o_O ^_^ e ^_^ -_- e -_- *-* "*" e "*" (*) ;*', ""],
  ["f(*args, **kwargs)", ""],
  // Begun and not ended.
  ["**um *dois", ""],
  ["*um **dois*", "<i>um **dois</i>"],
  ["**um *dois** três*", "<b>um *dois</b> três*"],
  ["*veja *isto* aqui", "*veja <i>isto</i> aqui"],
  ["*um\ndois*", ""],
  // Code.
  ["use `npm i` e `a*b*c`", "use <code>npm i</code> e <code>a*b*c</code>"],
  ["`` a`b `` e ```x``` e `\tx`", "<code>a`b</code> e <code>x</code> e <code>\tx</code>"],
  ["um ` só, e ``dois`", "um <code> só, e ``dois</code>"],
  ["``um`", ""],
  ["**`x`** *`y` z*", "<b><code>x</code></b> <i><code>y</code> z</i>"],
  ["`**x` y**", "<code>**x</code> y**"],
  // Links are no text.
  [
    "https://a.example/_b_*c* **https://d.example/** (https://e.example/f_(g)).",
    "<a>https://a.example/_b_*c</a>* <b><a>https://d.example/</a></b> (<a>https://e.example/f_(g)</a>).",
  ],
  [
    "xhttps://b javascript:alert(1) https:// `https://c.example`",
    "xhttps://b javascript:alert(1) https:// <code>https://c.example</code>",
  ],
  // Names.
  [
    "ana, @Bob-2: **@Ana** _Ana_ bana Ana2 a@ana.b",
    "<U>ana</U>, <u>@Bob-2</u>: <b><U>@Ana</U></b> <i><U>Ana</U></i> bana Ana2 a@ana.b",
  ],
  ["`@Ana` https://a.example/@Ana", "<code>@Ana</code> <a>https://a.example/@Ana</a>"],
  ["> sem\n", "<q><p>sem</p></q><p></p>"],
  [">:( >_< >> ->", ""],
];

Deno.test("parseText finds code, bold and italic text, links and names in a line", () => {
  for (const [text, expected] of LINES) {
    const whole = expected.startsWith("<q>") ? expected : `<p>${expected || text}</p>`;
    assertEquals(shown(text), whole, text);
  }
});

Deno.test("parseText finds blocks of code and quotes", () => {
  assertEquals(
    shown("veja:\n```ts\nif (a) {\n\tb *= `c`; // @Ana\n}\n```\ncerto?"),
    "<p>veja:</p><pre ts>if (a) {\n\tb *= `c`; // @Ana\n}</pre><p>certo?</p>",
  );
  assertEquals(shown("```\n\n> x\n```"), "<pre >\n> x</pre>");
  assertEquals(shown("```c++ \nx```"), "<pre c++>x</pre>");
  assertEquals(shown("```js\nx"), "<p>```js\nx</p>");
  assertEquals(shown("```js\nx\n```js\ny"), "<p>```js\nx\n```js\ny</p>");
  assertEquals(shown("```\n```"), "<pre ></pre>");
  assertEquals(
    shown("> **um**\n>\n> dois\ntrês"),
    "<q><p><b>um</b>\n\ndois</p></q><p>três</p>",
  );
  assertEquals(shown("> a\n> ```py\n> \tb\n> ```"), "<q><p>a</p><pre py>\tb</pre></q>");
  assertEquals(
    shown("> a\n> > b\n> > > c\n> > > > d"),
    "<q><p>a</p><q><p>b</p><q><p>c\n> d</p></q></q></q>",
  );
});

/** The links and names in a text of one line. */
function marked(text: string): string[] {
  const [block] = parseText(text, "Ana");
  const parts = block?.kind === "paragraph" ? block.content : [];
  return parts.flatMap((part) =>
    part.kind === "link" ? [part.href] : part.kind === "name" ? [part.text] : []
  );
}

Deno.test("parseText links only to web pages, without trailing punctuation", () => {
  assertEquals(marked("veja (https://a.example/b_(c)). Ou http://d.example/?e=1&f, não?"), [
    "https://a.example/b_(c)",
    "http://d.example/?e=1&f",
  ]);
  assertEquals(marked("javascript:alert(1) data:text/html,x ftp://a.example xhttps://b"), []);
  assertEquals(marked('<a href="https://a.example">'), ["https://a.example/"]);
  assertEquals(marked("https:// http://"), []);
});

Deno.test("parseText finds names after an @, but none in addresses", () => {
  assertEquals(marked("@Ana, e @Érica-2. a@b.example https://c.example/@d"), [
    "@Ana",
    "@Érica-2",
    "https://c.example/@d",
  ]);
});

Deno.test("parseText takes linear time at the ends of URLs and names", () => {
  // In quadratic time these would take hours.
  const long = 1_000_000;
  for (const end of [")", "]", "}", ".", ".)", ")…", "*_", "(", "()"]) {
    const tail = end.repeat(long);
    for (const word of [`http://a${tail}`, `@Ana${tail}`, `http://a/x${tail}y`]) {
      assertEquals(shown(word).replaceAll(/<[^<>]*>/g, "").length, word.length);
    }
  }
  assertEquals(marked(`http://a.example/${")".repeat(long)}`), ["http://a.example/"]);
});

/** Runs a function; returns how often it calls what looks at texts, and how much these calls return. */
function stepsOf(run: () => void): number {
  let steps = 0;
  const restore = ([
    [RegExp.prototype, ["exec"]],
    [String.prototype, ["slice", "startsWith", "endsWith", "trim", "trimEnd"]],
    [Array.prototype, ["push", "slice", "filter", "findLastIndex"]],
  ] as [object, string[]][]).flatMap(([prototype, names]) =>
    names.map((name) => {
      const descriptor = Object.getOwnPropertyDescriptor(prototype, name)!;
      const value = function (this: unknown, ...args: unknown[]) {
        const result = descriptor.value.apply(this, args);
        steps += 1 + (result?.[0]?.length ?? 0);
        return result;
      };
      Object.defineProperty(prototype, name, { ...descriptor, value });
      return () => Object.defineProperty(prototype, name, descriptor);
    })
  );
  try {
    run();
  } finally {
    for (const one of restore) one();
  }
  return steps;
}

Deno.test("parseText takes steps in proportion to the length of the text", () => {
  const units = [
    "*",
    "**a ",
    "*a ",
    "_a *b ",
    "`",
    "``a`",
    "`a` ",
    "> ",
    ">\n",
    "```\n",
    "```a\n",
    "*_",
    "a* ",
    "http://a",
    "@",
    "@Ana",
    "***a***",
    "a*b ",
    "\t",
    "\n",
  ];
  for (const unit of units) {
    const steps = (length: number) => {
      const text = unit.repeat(length / unit.length);
      return stepsOf(() => void parseText(text, "Ana"));
    };
    const [few, many] = [steps(4_096), steps(65_536)];
    assert(many < 17 * few + 100, `${JSON.stringify(unit)}: ${few}, ${many}`);
  }
});
