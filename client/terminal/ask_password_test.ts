import { assertEquals } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import type { Secret } from "../../protocol/commands/command_entry.ts";
import { askPassword } from "./ask_password.ts";

/** Answers the prompts in order; returns the request, and what was shown. */
async function dialog(secret: Secret, ...answers: readonly string[]) {
  const shown: string[] = [];
  const left = [...answers];
  const request = await askPassword(secret, {
    texts: en,
    tell: (text) => shown.push(text),
    refuse: (text) => shown.push(`! ${text}`),
    ask: (prompt) => {
      shown.push(prompt);
      return Promise.resolve(left.shift()!);
    },
  });
  assertEquals(left, []);
  return { request, shown };
}

Deno.test("askPassword tells the rule and asks again until both passwords are the same", async () => {
  const { request, shown } = await dialog(
    { type: "register" },
    ...["short", "right horse", "wrong horse", "right horse", "right horse"],
  );
  assertEquals(request, { type: "register", password: "right horse" });
  assertEquals(shown, [
    "A password has 8 to 1,024 characters.",
    "New password: ",
    "! A password must have 8 to 1,024 characters.",
    "New password: ",
    "Repeat password: ",
    "! The passwords do not match.",
    "New password: ",
    "Repeat password: ",
  ]);
});

Deno.test("askPassword ends without a request when nothing is entered", async () => {
  assertEquals((await dialog({ type: "register" }, "")).request, undefined);
  assertEquals((await dialog({ type: "register" }, "right horse", "")).request, undefined);
  assertEquals((await dialog({ type: "passwd" }, "")).request, undefined);
  assertEquals((await dialog({ type: "login", name: "Ana" }, "")).request, undefined);
  assertEquals((await dialog({ type: "passwd" }, "old horse", "éééééééé", "éééééééé")).request, {
    type: "passwd",
    password: "old horse",
    new: "éééééééé",
  });
});
