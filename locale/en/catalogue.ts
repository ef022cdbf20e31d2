import type { Catalogue } from "../texts/catalogue.ts";
import { chatEn } from "./chat.ts";
import { commandLineEn } from "./command_line.ts";
import { serverEn } from "./server.ts";

/** English. */
export const en: Catalogue = { ...commandLineEn, ...serverEn, ...chatEn };
