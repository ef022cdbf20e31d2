import type { FilterStore } from "../../conversation/display_filter.ts";
import { formatFilter, parseFilter } from "../../conversation/stored_filter.ts";
import { load, store } from "./local_storage.ts";

const KEY = "chat.filter";

/** Keeps what the user chose not to see for later visits. */
export const FILTER_STORE: FilterStore = {
  load: () => parseFilter(load(KEY)),
  update: (change) => {
    // Another tab may have changed it.
    store(KEY, formatFilter(change(parseFilter(load(KEY)))));
    return undefined;
  },
};
