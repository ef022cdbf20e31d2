import type { BellMode } from "../../protocol/commands/command_entry.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { ChatClient } from "../session/client.ts";
import { isMention, type TerminalEntry } from "./render_entry.ts";

/** Decides when the bell of the terminal rings. */
export class Bell {
  readonly #client: Pick<ChatClient, "name" | "isConnected">;
  mode: BellMode = "msg";

  constructor(client: Pick<ChatClient, "name" | "isConnected">) {
    this.#client = client;
  }

  /** Returns whether an entry rings the bell. History never does, nor do the user's own messages. */
  ringsFor(entry: TerminalEntry): boolean {
    const { name, isConnected } = this.#client;
    if (entry.type !== "said" || entry.isOld || !isConnected || this.mode === "off") return false;
    if (nameKey(entry.message.from) === nameKey(name)) return false;
    return this.mode === "all" || !("room" in entry.message) || isMention(entry, name);
  }
}
