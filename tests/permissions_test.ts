import { assertEquals } from "@std/assert";
import type { Permission } from "../cli/subcommand.ts";
import { SUBCOMMAND_NAMES, SUBCOMMANDS } from "../subcommands.ts";

/** Permissions that some subcommands need and others can do without. */
const PERMISSIONS: readonly Permission[] = ["net", "read", "write", "sys"];

type PermissionSet = Partial<Record<Permission, unknown>> & { readonly env?: readonly string[] };

/** Permission sets of `deno.json` by name. */
function permissionSets(): Readonly<Record<string, PermissionSet>> {
  const json = Deno.readTextFileSync(new URL("../deno.json", import.meta.url));
  return JSON.parse(json.replaceAll(/^\s*\/\/.*$/gm, "")).permissions;
}

Deno.test("each subcommand has a permission set and revokes the rest", () => {
  const { chat: _, ...sets } = permissionSets();
  assertEquals(Object.keys(sets).sort(), [...SUBCOMMAND_NAMES].sort());
  for (const name of SUBCOMMAND_NAMES) {
    const set = sets[name]!;
    const missing = PERMISSIONS.filter((permission) => set[permission] === undefined);
    assertEquals(missing, SUBCOMMANDS[name].revokes, name);
  }
});

Deno.test("the executable has only permissions that some subcommand needs", () => {
  const { chat, ...sets } = permissionSets();
  const needed: Record<string, unknown> = {};
  for (const set of Object.values(sets)) {
    for (const permission of PERMISSIONS) if (set[permission]) needed[permission] = set[permission];
  }
  const env = new Set(Object.values(sets).flatMap((set) => set.env ?? []));
  assertEquals({ ...chat, env: [...chat!.env!].sort() }, { ...needed, env: [...env].sort() });
});
