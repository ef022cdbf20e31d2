import { mayDelete, mayEdit } from "../../conversation/message_rights.ts";
import type { Key } from "../keys.ts";
import type { LogPane } from "./log_pane.ts";

/** What a user may do with a message. */
export interface MessageRights {
  readonly mayEdit: boolean;
  readonly mayDelete: boolean;
}

/** Returns what a user may do with the selected message; `undefined` if none is selected. */
export function rightsOf(
  { conversation, selected }: LogPane,
  self: string,
): MessageRights | undefined {
  if (!selected) return undefined;
  const { kind, members: { operators } } = conversation;
  return {
    mayEdit: mayEdit(selected),
    mayDelete: mayDelete(selected, { kind, operators }, self),
  };
}

/**
 * Takes a key while a message is selected. Keys other than those for it end the selection.
 *
 * @param pane The log.
 * @param key The key.
 * @param rights What the user may do with the message.
 * @param onCommand Called with the beginning of a command about the message.
 * @returns Whether the key was for the message.
 */
export function pressSelecting(
  pane: LogPane,
  key: Key,
  rights: MessageRights,
  onCommand: (line: string) => void,
): boolean {
  const { id, text } = pane.selected!;
  const begin = (line: string) => {
    pane.unselect();
    onCommand(line);
    return true;
  };
  switch (key.type === "press" ? key.name : key.text.toLowerCase()) {
    case "up":
    case "alt+up":
      return pane.select(-1);
    case "down":
    case "alt+down":
      return pane.select(1);
    case "n":
      if (pane.turnResults(1)) return true;
      break;
    case "p":
      if (pane.turnResults(-1)) return true;
      break;
    case "r":
    case "enter":
      return begin(`/reply ${id} `);
    case "+":
      return begin(`/react ${id} `);
    case "e":
      return !rights.mayEdit || begin(`/edit ${id} ${text}`);
    case "d":
    case "delete":
      return !rights.mayDelete || begin(`/delete ${id}`);
    case "ctrl+c":
    case "ctrl+g":
      pane.unselect();
      return true;
  }
  pane.unselect();
  return false;
}
