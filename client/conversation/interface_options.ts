import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { Dial } from "../connection/transport.ts";

/** What each kind of user interface is given. */
export interface InterfaceOptions {
  readonly dial: Dial;
  /** Tells where that led the last time, for people. */
  readonly address: () => string;
  readonly room: string;
  /** The password of the name, where one was given. */
  readonly password: string | undefined;
  readonly texts: Catalogue;
}
