import { assertEquals } from "@std/assert";
import { ReadPointsFile } from "./read_points_file.ts";

const POINTS = new Map([["#geral", { id: 7, at: 70 }], ["#jogos", { id: 2, at: 20 }]]);

Deno.test("ReadPointsFile keeps points by server and name in a file only its user can read", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/chat/read.json`;
  const file = new ReadPointsFile(path, "a:1");
  assertEquals(file.load("Ana"), new Map());
  file.save("Ana", POINTS);
  assertEquals(file.load("ANA"), POINTS);
  assertEquals(file.load("Bia"), new Map());
  assertEquals(new ReadPointsFile(path, "b:1").load("Ana"), new Map());
  const modes = [path, `${directory}/chat`].map((path) => Deno.statSync(path).mode! & 0o777);
  assertEquals(modes, [0o600, 0o700]);
  assertEquals([...Deno.readDirSync(`${directory}/chat`)].map(({ name }) => name), ["read.json"]);
  // Two clients of one user: what was read further counts.
  file.save("Ana", new Map([["#geral", { id: 5, at: 50 }], ["#time", { id: 1, at: 10 }]]));
  assertEquals(file.load("Ana"), new Map([...POINTS, ["#time", { id: 1, at: 10 }]]));
  await Deno.remove(directory, { recursive: true });
});

Deno.test("ReadPointsFile is bounded, and skips what it cannot read", async () => {
  const path = await Deno.makeTempFile();
  const file = new ReadPointsFile(path, "a:1");
  const rooms = Array.from({ length: 300 }, (_, id) => [`#r${id}`, { id: id + 1, at: 1 }] as const);
  for (let user = 0; user < 60; user++) file.save(`u${user}`, new Map(rooms));
  assertEquals([file.load("u9").size, file.load("u10").size], [0, 200]);
  assertEquals(file.load("u59").get("#r299"), { id: 300, at: 1 });
  for (const text of ["{", "7", '{"u@a:1":{"#x":[1],"#y":7,"#z":[1,"2"]}}', " ".repeat(5e6)]) {
    Deno.writeTextFileSync(path, text);
    assertEquals(file.load("u"), new Map());
  }
  // The directory is a file: the chat goes on.
  new ReadPointsFile(`${path}/read.json`, "a:1").save("u", POINTS);
  await Deno.remove(path);
});
