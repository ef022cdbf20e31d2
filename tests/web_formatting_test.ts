/** Formatted messages on the page. */
import { assertEquals, assertNotEquals } from "@std/assert";
import axe from "axe-core";
import { heard, shown, testInBrowser, type } from "./support/browser.ts";
import { Peer } from "./support/peer.ts";

testInBrowser(
  "the page shows formatted text as elements, and code in colours",
  async ({ people, server }) => {
    const alice = await people.enter("Alice");
    await using bob = await Peer.json(server, "Bob");
    const text =
      "**forte** _leve_ `a*b*<b>` https://a.example/_b_/c\n> dito\n```ts\nif (a) {\n\tconst b = 1;\n}\n```\nfim";
    await bob.send({ type: "say", room: "#geral", text });
    await heard(alice, "forte");
    const message = alice.locator(".group .message").last();
    for (
      const [selector, expected] of [
        ["strong", "forte"],
        ["em", "leve"],
        [".paragraph > code", "a*b*<b>"],
        ["a", "https://a.example/_b_/c"],
        ["blockquote", "dito"],
        ["pre", "if (a) {\n\tconst b = 1;\n}"],
      ] as const
    ) {
      assertEquals(await message.locator(selector).allTextContents(), [expected], selector);
    }
    await shown(alice, "pre .code-keyword", "const");
    const color = (selector: string) =>
      message.locator(selector).first().evaluate((one) =>
        one.ownerDocument.defaultView.getComputedStyle(one).color
      );
    assertNotEquals(await color(".code-keyword"), await color("pre"));
    for (const colorScheme of ["light", "dark"] as const) {
      await alice.emulateMedia({ colorScheme });
      await alice.evaluate(axe.source);
      const { violations } = await alice.evaluate<{ violations: axe.Result[] }>(
        "axe.run(document)",
      );
      assertEquals(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
    }
  },
);

testInBrowser("a name in code does not count as a mention", async ({ people, server }) => {
  const alice = await people.enter("Alice");
  await using bob = await Peer.json(server, "Bob");
  await bob.send({ type: "say", room: "#geral", text: "veja `@Alice`" });
  await bob.send({ type: "say", room: "#geral", text: "veja **@Alice**" });
  await heard(alice, "veja @Alice");
  await shown(alice, ".message.is-mention", "veja");
  assertEquals(await alice.locator(".message.is-mention strong").count(), 1);
  assertEquals(await alice.locator(".message.is-mention").count(), 1);
  await type(alice, "2*3*4 e snake_case_x");
  await heard(alice, "2*3*4 e snake_case_x");
});
