import { assertEquals } from "@std/assert";
import { type LinkTarget, readFragment, toFragment, toLink } from "./chat_link.ts";

Deno.test("readFragment reverses toFragment", () => {
  const code = "kZ0c1tN4T8yJxQ7mWb3RLA";
  const targets: LinkTarget[] = [
    { room: "#jogos" },
    { room: "#jogos", id: 1234 },
    { room: "#segredo", code },
    { room: "#ação.2", id: 1 },
    { room: "#数学" },
    { person: "Érica" },
    { person: "Ana", id: 7 },
  ];
  for (const target of targets) {
    const fragment = toFragment(target);
    assertEquals(readFragment(fragment), target, fragment);
    // As in the address bar of a browser.
    assertEquals(new URL(fragment, "http://h/").hash, fragment);
  }
  assertEquals(toFragment({ room: "#ação", code }), `#/a%C3%A7%C3%A3o?code=${code}`);
});

Deno.test("toLink takes addresses of HTTP only", () => {
  const target = { room: "#jogos" };
  assertEquals(toLink("http://10.0.0.7:8080/", target), "http://10.0.0.7:8080/#/jogos");
  assertEquals(toLink("https://h/sala/?x#y", target), "https://h/sala/#/jogos");
  for (const page of ["", "h", "javascript:alert(1)", "file:///x"]) {
    assertEquals(toLink(page, target), undefined, page);
  }
});

Deno.test("readFragment takes no other fragments", () => {
  const broken = [
    "",
    "#",
    "#/",
    "#jogos",
    "#/a b",
    "#/%",
    "#/%2F",
    "#/a/b",
    "#/a/1/2",
    "#/@",
    "/#/a",
  ];
  for (const fragment of [...broken, `#/${"x".repeat(300)}`, "#/a?x=1"]) {
    assertEquals(readFragment(fragment), undefined, fragment);
  }
  assertEquals(readFragment("#/a/0"), { room: "#a" });
  assertEquals(readFragment("#/a?code=short"), { room: "#a" });
});
