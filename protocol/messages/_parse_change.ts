import type { ChangeRequest } from "./changes.ts";
import type { Fields } from "./_fields.ts";

/** Parsers of the requests to change a message. */
export const CHANGE_PARSERS: {
  readonly [T in ChangeRequest["type"]]: (fields: Fields) => ChangeRequest;
} = {
  edit: (fields) => ({ type: "edit", ...target(fields), text: fields.text("text") }),
  delete: (fields) => ({ type: "delete", ...target(fields), ...fields.reason() }),
  react: (fields) => {
    const remove = fields.flag("remove");
    const emoji = fields.emoji("emoji");
    return { type: "react", ...target(fields), emoji, ...(remove && { remove }) };
  },
};

/** Reads which message a change is about, and its nonce. */
function target(fields: Fields) {
  const nonce = fields.optional("nonce", () => fields.token("nonce"));
  return {
    ...fields.place(),
    about: fields.integer("about", 1),
    ...(nonce !== undefined && { nonce }),
  };
}
