import { assertEquals } from "@std/assert";
import { loadWidths, width } from "../graphemes.ts";
import { enableStyles } from "../style.ts";
import { drawMembers } from "./draw_members.ts";
import { drawActivity, drawRooms, type ListedRoom } from "./draw_rooms.ts";
import { fitParts } from "./fit.ts";
import { drawTopic } from "./draw_topic.ts";

await loadWidths();

function room(name: string, unread = 0, mentions = 0, isCurrent = false): ListedRoom {
  return { name, unread, mentions, isCurrent };
}

Deno.test("drawRooms numbers the rooms and counts what is unread, without colour too", () => {
  enableStyles(false);
  const rooms = [
    room("#geral", 0, 0, true),
    room("#jogos", 12),
    room("#prova", 30, 2),
    room("Érica 👩‍👧", 3, 3),
    room("#uma-sala-de-nome-comprido", 7),
  ];
  assertEquals(drawRooms(rooms, { rows: 6, columns: 16 }), [
    ">1 #geral       ",
    " 2 #jogos     12",
    " 3 #prova  »2 30",
    " 4 Érica 👩‍👧   »3",
    " 5 #uma-sala-… 7",
    "                ",
  ]);
});

Deno.test("drawRooms shows the part of a long list that has the current room", () => {
  enableStyles(false);
  const rooms = Array.from(
    { length: 30 },
    (_, index) => room(`#r${index + 1}`, 0, 0, index === 20),
  );
  assertEquals(drawRooms(rooms, { rows: 3, columns: 8 }), ["   #r20 ", ">  #r21 ", "   #r22 "]);
});

Deno.test("drawActivity shows calls first and counts the rooms that do not fit", () => {
  enableStyles(false);
  const rooms = [room("#geral", 0, 0, true), room("#jogos", 12), room("#b"), room("Bia", 3, 3)];
  const row = (columns: number) => drawActivity(rooms, columns);
  assertEquals(row(40).trimEnd(), "[1 #geral] · 4 Bia »3 · 2 #jogos 12");
  assertEquals(row(30), "[1 #geral] · 4 Bia »3 +1      ");
  assertEquals(row(14), "[1 #geral] +2 ");
  for (let columns = 1; columns < 50; columns++) assertEquals(width(row(columns)), columns);
});

Deno.test("drawMembers marks operators and away members, and counts names that do not fit", () => {
  enableStyles(false);
  const members = {
    ...{ names: ["Ana", "Bia", "Caio"], operators: new Set(["Bia"]), self: "Ana" },
    away: new Set(),
  };
  assertEquals(drawMembers(members, { rows: 4, columns: 6 }), [
    " Ana  ",
    "@Bia  ",
    " Caio ",
    "      ",
  ]);
  assertEquals(drawMembers(members, { rows: 2, columns: 6 }), [" Ana  ", " +2   "]);
  assertEquals(drawMembers(members, { rows: 0, columns: 6 }), []);
  const away = { ...members, away: new Set(["Bia", "Caio"]) };
  assertEquals(drawMembers(away, { rows: 3, columns: 7 }), [" Ana   ", "@(Bia) ", " (Caio)"]);
});

Deno.test("drawTopic shows one line and escapes control characters", () => {
  enableStyles(false);
  const topic = { name: "#aula", count: 3, topic: "hoje:\nfrações\x1b[2J" };
  assertEquals(drawTopic(topic, 44), " #aula (3) · hoje: frações\\u001b[2J         ");
  assertEquals(drawTopic(topic, 20), " #aula (3) · hoje: …");
  assertEquals(drawTopic({ name: "Bia", count: undefined, topic: "" }, 8), " Bia    ");
});

Deno.test("hints that do not fit are left out whole", () => {
  const hints = ["r reply", "+ react", "Ctrl+C back"];
  assertEquals(fitParts(hints, 40), "r reply · + react · Ctrl+C back");
  assertEquals(fitParts(hints, 30), "r reply · + react");
  assertEquals(fitParts(hints, 3), "r reply");
  assertEquals(fitParts([], 3), "");
});
