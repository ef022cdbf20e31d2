import { assertEquals } from "@std/assert";
import { Drafts } from "./drafts.ts";
import { DraftsFile } from "./drafts_file.ts";

Deno.test("Drafts gives each draft back once, and keeps a limited number", () => {
  const drafts = new Drafts();
  drafts.put("#geral", "meio");
  drafts.put("#jogos", "");
  assertEquals(["#geral", "#geral", "#jogos"].map((key) => drafts.take(key)), ["meio", "", ""]);
  for (let index = 0; index <= 100; index++) drafts.put(`#r${index}`, "x");
  assertEquals([drafts.take("#r0"), drafts.take("#r1")], ["", "x"]);
});

Deno.test("drafts are there in the next run, those that were sent no longer", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/chat/drafts.json`;
  const open = (user = "Ana", server = "a:1") => {
    const drafts = new Drafts(new DraftsFile(path, server));
    drafts.load(user);
    return drafts;
  };
  const first = open();
  // Nothing to keep creates no file.
  first.save("Ana");
  assertEquals([...Deno.readDirSync(directory)], []);
  first.put("#geral", "para todos\nem duas linhas");
  first.put("@bob", "a sós");
  first.save("Ana");
  assertEquals(Deno.statSync(path).mode! & 0o777, 0o600);
  assertEquals([open("Bia").take("#geral"), open("Ana", "b:1").take("#geral")], ["", ""]);
  const [second, third] = [open("ANA"), open("Ana")];
  assertEquals(second.take("@bob"), "a sós");
  third.put("#jogos", "de outro cliente");
  third.save("Ana");
  second.save("Ana");
  const last = open();
  assertEquals(
    ["#geral", "@bob", "#jogos"].map((key) => last.take(key)),
    ["para todos\nem duas linhas", "", "de outro cliente"],
  );
  last.save("Ana");
  await Deno.remove(directory, { recursive: true });
});

Deno.test("no draft that may contain a password is kept, nor one that is long", async () => {
  const path = await Deno.makeTempFile();
  const drafts = new Drafts(new DraftsFile(path, "a:1"));
  drafts.put("#a", "/register minha senha");
  drafts.put("#b", "/lgoin Ana minha senha");
  drafts.put("#c", "oi\n/passwd uma outra");
  drafts.put("#d", "x".repeat(20_000));
  drafts.put("#e", "pode ficar");
  drafts.save("Ana");
  assertEquals(JSON.parse(Deno.readTextFileSync(path)), { "ana@a:1": { "#e": "pode ficar" } });
  for (const text of ["{", "7", '{"ana@a:1":{"#e":7}}', " ".repeat(5e6)]) {
    Deno.writeTextFileSync(path, text);
    drafts.load("Ana");
  }
  await Deno.remove(path);
});
