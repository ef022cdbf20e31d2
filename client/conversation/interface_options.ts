import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { Dial } from "../connection/transport.ts";

/** Options that every user interface takes. */
export interface InterfaceOptions {
  readonly dial: Dial;
  /** Returns the address of the last connection, as shown to users. */
  readonly address: () => string;
  /** The room to start in. */
  readonly room: string;
  /** Password of the name, if given. */
  readonly password: string | undefined;
  readonly texts: Catalogue;
}
