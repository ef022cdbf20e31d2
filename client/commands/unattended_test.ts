import { assertEquals, assertRejects } from "@std/assert";
import { CliError } from "../../cli/cli_error.ts";
import { en } from "../../locale/en/catalogue.ts";
import { FakeServer, history, WELCOME } from "../testing/test_client.ts";
import { Unattended } from "./unattended.ts";

Deno.test("Unattended gives up when the server refuses its lost session for too long", async () => {
  const server = new FakeServer();
  const told: string[] = [];
  const lost = Promise.withResolvers<void>();
  const unattended = new Unattended({
    dial: server.dial,
    address: () => "a:1",
    room: "#geral",
    name: "Alice",
    password: undefined,
    texts: en,
    maxRefused: 0,
    onEvent: ({ type }) => {
      if (type === "trying") lost.resolve();
    },
    onRefused: (_, text) => told.push(text),
  });
  const entering = unattended.enter();
  await server.say();
  await server.say(WELCOME, { type: "joined", room: "#geral", name: "Alice" });
  await entering;
  await server.say(history("#geral", [], { ref: server.of("history")[0]!["ref"] }));
  await server.drop();
  await lost.promise;
  await server.say();
  await server.say({ type: "error", code: "name_taken", message: "em uso", value: "Alice" });
  const reason = "The name 'Alice' is taken, or too similar to one that is.";
  assertEquals(told, [reason]);
  await assertRejects(() => unattended.leave(), CliError, reason);
});
