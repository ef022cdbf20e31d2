import { assertEquals } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import { cannotListen } from "./cannot_listen.ts";

Deno.test("cannotListen says which ports need an administrator", () => {
  const denied = new Deno.errors.PermissionDenied("Permission denied (os error 13)");
  const lines = [80, 4_000].map((port) =>
    cannotListen({ hostname: "::", port }, denied, en).message
  );
  assertEquals(lines, [
    `Cannot listen on [::]:80: ${en.system.privilegedPort}`,
    "Cannot listen on [::]:4000: permission denied",
  ]);
});
