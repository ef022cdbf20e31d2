import { assertEquals } from "@std/assert";
import { shownCommand } from "./password_commands.ts";

Deno.test("shownCommand hides a password joined to a command, even to a mistyped one", () => {
  const cases = {
    "/register": "/register",
    "/login:cavalo": "/login…",
    "/registercavalo": "/register…",
    "/Regsitercavalo": "/Regsiter…",
    "/registecavalo": "/registe…",
    "/lgoincavalo": "/lgoin…",
    "/paswdcavalo": "/paswd…",
    "/registeercavalo": "/registe…",
    "/lgoin": "/lgoin",
    "/logout": "/logout",
    "/passear": "/passear",
  };
  for (const [word, shown] of Object.entries(cases)) assertEquals(shownCommand(word), shown, word);
});
