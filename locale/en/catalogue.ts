import type { Catalogue } from "../texts/catalogue.ts";
import { chatEn } from "./chat.ts";
import { commandLineEn } from "./command_line.ts";
import { serverEn } from "./server.ts";
import { storeEn } from "./store.ts";
import { systemEn } from "./system.ts";

/** English. */
export const en: Catalogue = {
  ...commandLineEn,
  ...serverEn,
  ...chatEn,
  system: systemEn,
  store: storeEn,
};
