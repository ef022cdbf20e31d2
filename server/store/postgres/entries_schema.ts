import { POSTGRES_APPEND } from "./append_functions.ts";
import { POSTGRES_CHANGES } from "./change_functions.ts";
import { POSTGRES_REMOVALS } from "./remove_functions.ts";

/**
 * Replies and changes.
 *
 * - `message.person` is the author's identity; entries of earlier versions have none. `message.extra` has the other fields
 *   of a reply, an action or a change, as in `fold.ts`. The text of a message is the present one; that of an edit is its own,
 *   until the message is deleted or not stored any more.
 * - `state` tells what changes made of a message, with its `original` text if it was edited; `edit` which of its changes are
 *   edits, and `reaction` who reacted to it.
 * - `append` locks the conversations in the order of their keys before it looks at any message, and `remove` does the same
 *   before it deletes any. So what belongs to a conversation needs no locks of its own.
 */
export const POSTGRES_ENTRIES = `
  ALTER TABLE chat.message ADD COLUMN person text, ADD COLUMN extra jsonb;
  CREATE TABLE chat.state (
    conversation integer NOT NULL REFERENCES chat.conversation (number),
    id bigint NOT NULL,
    rev bigint NOT NULL,
    edited bigint,
    original text,
    deleted jsonb,
    reactions jsonb,
    PRIMARY KEY (conversation, id)
  );
  CREATE TABLE chat.edit (
    conversation integer NOT NULL REFERENCES chat.conversation (number),
    about bigint NOT NULL,
    id bigint NOT NULL,
    PRIMARY KEY (conversation, about, id)
  );
  CREATE TABLE chat.reaction (
    conversation integer NOT NULL REFERENCES chat.conversation (number),
    about bigint NOT NULL,
    person text NOT NULL,
    emoji text NOT NULL,
    id bigint NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (conversation, about, person, emoji)
  );
  CREATE INDEX reaction_order ON chat.reaction (conversation, about, emoji, id);

  CREATE FUNCTION chat.words(number integer, words text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $body$
    SELECT array_to_tsvector(array_append(string_to_array(words, ' '), '#' || number::text))
  $body$;
${POSTGRES_CHANGES}${POSTGRES_APPEND}${POSTGRES_REMOVALS}`;
