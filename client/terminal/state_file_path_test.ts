import { assertEquals } from "@std/assert";
import { stateFilePath } from "./state_file_path.ts";

Deno.test("stateFilePath follows the conventions of the system", () => {
  const path = (env: Record<string, string>) => stateFilePath("x.json", (name) => env[name]);
  assertEquals(path({ HOME: "/h", XDG_STATE_HOME: "/s" }), "/s/chat/x.json");
  assertEquals(path({ HOME: "/h", XDG_STATE_HOME: "" }), "/h/.local/state/chat/x.json");
  assertEquals(path({}), undefined);
});
