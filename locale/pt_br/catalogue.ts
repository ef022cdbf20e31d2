import type { Catalogue } from "../texts/catalogue.ts";
import { chatPtBR } from "./chat.ts";
import { commandLinePtBR } from "./command_line.ts";
import { serverPtBR } from "./server.ts";
import { storePtBR } from "./store.ts";
import { systemPtBR } from "./system.ts";

/** Brazilian Portuguese, the program's first language. */
export const ptBR: Catalogue = {
  ...commandLinePtBR,
  ...serverPtBR,
  ...chatPtBR,
  system: systemPtBR,
  store: storePtBR,
};
