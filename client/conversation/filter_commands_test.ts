import { assertEquals } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import { createModel } from "../testing/test_model.ts";
import type { Conversation } from "./conversation.ts";

const AT = 1;

function shown({ entries }: Conversation): readonly string[] {
  return entries.map(({ text }) => text);
}

function said(id: number, from: string, text: string, room = "#geral") {
  return { type: "message", id, room, from, text, at: AT } as const;
}

Deno.test("messages of an ignored user do not appear, count or notify until /unignore", () => {
  const { model, calls, receive, enter, room } = createModel();
  receive(said(1, "Bob", "um"));
  enter("/ignore bob");
  calls.length = 0;
  const other = model.conversations.open("room", "#outra", 0);
  receive(said(2, "Bob", "oi, Ana"));
  receive(said(1, "Bob", "oi, Ana", "#outra"));
  receive(said(2, "Bia", "olá", "#outra"));
  receive(said(3, "Bob", "oi, Ana", "#outra"));
  assertEquals(calls, ["onMessage"]);
  assertEquals([other.unread, other.mentions, shown(other)], [1, 0, ["olá"]]);
  assertEquals(shown(room), [en.client.ignoring("bob")]);
  // Replies count what is shown from the end.
  assertEquals(other.messages.map(({ text }) => text), ["olá"]);
  enter("/unignore Bob");
  assertEquals(shown(room).slice(0, 3), ["um", en.client.ignoring("bob"), "oi, Ana"]);
  assertEquals(shown(other), ["oi, Ana", "olá", "oi, Ana"]);
});

Deno.test("a private message of an ignored user opens no conversation", () => {
  const { model, calls, receive, enter } = createModel();
  enter("/ignore Bob");
  calls.length = 0;
  const direct = { id: 1, from: "Bob", to: "Ana", text: "oi", at: AT };
  receive({ type: "direct", ...direct });
  receive({ type: "history", with: "Bob", messages: [direct], more: false });
  assertEquals([model.conversations.people, calls], [[], []]);
  // One that is open stays so, without the message.
  const person = model.conversations.open("person", "Bob", 1);
  receive({ type: "direct", ...direct, id: 2 });
  assertEquals([person.unread, shown(person), calls], [0, [], []]);
});

Deno.test("/ignore hides the comings and goings of a user, and /quiet those of all", () => {
  const { calls, receive, enter, room } = createModel();
  const move = (name: string) => {
    receive({ type: "joined", room: "#geral", name });
    receive({ type: "left", room: "#geral", name });
  };
  enter("/ignore Bob");
  move("Bob");
  receive({ type: "renamed", from: "Bob", name: "Beto" });
  receive(said(1, "Beto", "oi"));
  assertEquals(shown(room), [en.client.ignoring("Bob")]);
  enter("/quiet on");
  calls.length = 0;
  move("Bia");
  assertEquals(calls, []);
  // A removal is shown even with /quiet.
  receive({ type: "left", room: "#geral", name: "Bia", by: "Ana" });
  assertEquals(calls, ["onNotice"]);
  enter("/quiet não");
  move("Bia");
  assertEquals(shown(room).at(-1), en.client.moved.visited("Bia", 1, "#geral"));
});

Deno.test("/ignore, /unignore and /quiet tell what is set, and what cannot be", () => {
  const { enter, room } = createModel();
  const answer = (line: string) => {
    enter(line);
    return shown(room).at(-1);
  };
  const { client } = en;
  assertEquals(answer("/ignore"), client.ignored([]));
  enter("/ignore Bob");
  enter("/ignore Bia");
  assertEquals(answer("/ignore"), client.ignored(["Bob", "Bia"]));
  assertEquals(answer("/ignore ana"), "Not allowed: you cannot do that to yourself.");
  assertEquals(answer("/unignore Caio"), client.notIgnored("Caio"));
  assertEquals(answer("/quiet"), client.quiet(false));
  assertEquals(answer("/quiet ON"), client.quiet(true));
  assertEquals(answer("/quiet talvez"), en.chat.usage("/quiet on|off"));
});
