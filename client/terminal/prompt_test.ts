import { assertEquals } from "@std/assert";
import type { UnreadRoom } from "../conversation/line_rooms.ts";
import { promptOf } from "./prompt.ts";

function rows(
  here: string | undefined,
  columns: number,
  otherRooms: readonly UnreadRoom[] = [],
): readonly string[] {
  const options = { sign: "Você: ", label: "Não lidas: ", here, otherRooms, columns };
  const { prompt, activity } = promptOf(options);
  return activity === undefined ? [prompt] : [activity, prompt];
}

const JOGOS: UnreadRoom = { room: "#jogos", unread: 3, mentions: 0 };
const TIME: UnreadRoom = { room: "#time", unread: 1, mentions: 1 };
const READ: UnreadRoom = { room: "#aulas", unread: 0, mentions: 0 };

Deno.test("promptOf names the room only if the user needs to be told", () => {
  assertEquals(rows(undefined, 80), ["Você: "]);
  assertEquals(rows("#geral", 80), ["[#geral] Você: "]);
  assertEquals(rows("#geral", 80, [READ]), ["[#geral] Você: "]);
  assertEquals(rows("#uma-sala-de-nome-longo", 40), ["[#uma-sala-…] Você: "]);
});

Deno.test("promptOf shows what is unread in other rooms, calls first, at any width", () => {
  assertEquals(rows("#geral", 80, [READ, JOGOS]), ["[#geral · #jogos 3] Você: "]);
  assertEquals(rows("#geral", 80, [JOGOS, TIME]), ["[#geral · #time 1! · #jogos 3] Você: "]);
  assertEquals(rows("#geral", 40, [JOGOS, TIME]), [
    "Não lidas: #time 1!, #jogos 3",
    "[#geral] Você: ",
  ]);
  const long = { room: "#sala-de-estudos", unread: 12, mentions: 0 };
  assertEquals(rows("#geral", 40, [long, JOGOS, TIME]), [
    "Não lidas: #time 1!, #sal… 12, #jog… 3",
    "[#geral] Você: ",
  ]);
  const many = Array.from({ length: 99 }, (_, index) => ({ ...JOGOS, room: `#sala-${index}` }));
  const [activity = ""] = rows("#geral", 40, many);
  assertEquals(activity, "Não lidas: #sala-0 3, #sala-1 3 +97");
});
