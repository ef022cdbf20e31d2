import type { BellMode, Secret } from "../../protocol/commands/command_entry.ts";
import type { DisplayEntry } from "./display_entry.ts";

/** What a line that was entered comes to, where it is not done: what to show at once, or what is left to the interface. */
export type LineResult =
  | readonly DisplayEntry[]
  | { readonly type: "quit" }
  | { readonly type: "help" }
  /** When to ring the bell is to be set, or told. */
  | { readonly type: "bell"; readonly mode: BellMode | undefined }
  /** A password is needed. */
  | Secret;
