import { POSTGRES_ACCOUNT_CHANGES } from "./account_changes.ts";
import {
  POSTGRES_CLUSTER_SCHEMA,
  POSTGRES_FORMER_ACCOUNTS,
  POSTGRES_SESSION_STATUS,
} from "./cluster_schema.ts";
import { POSTGRES_ENTRIES } from "./entries_schema.ts";
import { POSTGRES_NODE_CHECK } from "./node_check.ts";
import { POSTGRES_NONCES } from "./nonces.ts";

/**
 * Migrations from one schema version to the next, the first from an empty database to version 1. Released ones are never
 * changed, only followed by others. Everything is in the schema `chat`, so that the database can be shared.
 *
 * - Messages, conversations and nonces are as in the SQLite database. `words` has the words of a message, as from
 *   `toTerms`, with `#` and the number of its conversation; they need neither a text search configuration nor an extension.
 * - `rule` has the {@linkcode Rule}s. `link_end` finds expired invitation links.
 * - `writer` has a row for each running store. Its `epoch` allows only the store's latest session to write. `batch` and
 *   `outcome` describe the last transaction, for a store that lost its connection before the answer.
 * - `append` is a transaction in one round trip. It locks rows in a fixed order, the conversations by key, then the nonces,
 *   so that concurrent stores wait for each other but never deadlock.
 */
export const POSTGRES_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE chat.conversation (
    number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL UNIQUE,
    last_id bigint NOT NULL
  );
  CREATE TABLE chat.message (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conversation integer NOT NULL REFERENCES chat.conversation (number),
    id bigint NOT NULL,
    sender text NOT NULL,
    recipient text NOT NULL,
    text text NOT NULL,
    at bigint NOT NULL,
    words tsvector NOT NULL,
    UNIQUE (conversation, id)
  );
  CREATE INDEX message_words ON chat.message USING gin (words);
  CREATE TABLE chat.nonce (
    person text NOT NULL,
    nonce text NOT NULL,
    id bigint NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (person, nonce)
  );
  CREATE INDEX nonce_at ON chat.nonce (at);
  CREATE TABLE chat.writer (
    id uuid PRIMARY KEY,
    epoch bigint NOT NULL,
    batch bigint NOT NULL,
    outcome jsonb NOT NULL,
    used_at timestamptz NOT NULL
  );

  CREATE FUNCTION chat.append(
    writer_id uuid, writer_epoch bigint, writer_batch bigint, drafts_json text, nonce_lifetime bigint
  ) RETURNS jsonb LANGUAGE plpgsql AS $body$
  DECLARE
    drafts json := drafts_json::json;
    keys text[] := ARRAY(SELECT DISTINCT draft ->> 'conversation' FROM json_array_elements(drafts) draft);
    result jsonb;
  BEGIN
    PERFORM FROM chat.writer WHERE id = writer_id AND epoch = writer_epoch FOR UPDATE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'a later session writes for this store' USING ERRCODE = 'CH001';
    END IF;
    IF current_setting('synchronous_commit') = 'off' THEN
      PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    INSERT INTO chat.conversation (key, last_id)
      SELECT wanted.key, 0 FROM unnest(keys) AS wanted (key)
      WHERE NOT EXISTS (SELECT FROM chat.conversation known WHERE known.key = wanted.key)
      ORDER BY wanted.key ON CONFLICT DO NOTHING;
    PERFORM FROM chat.conversation WHERE key = ANY (keys) ORDER BY key FOR UPDATE;
    DELETE FROM chat.nonce old
      USING json_to_recordset(drafts) AS draft (person text, nonce text, at bigint)
      WHERE old.person = draft.person AND old.nonce = draft.nonce AND old.at <= draft.at - nonce_lifetime;
    WITH draft AS (
      SELECT * FROM ROWS FROM (json_to_recordset(drafts) AS (
        conversation text, sender text, recipient text, text text, at bigint, words text, person text, nonce text
      )) WITH ORDINALITY AS entry (
        conversation, sender, recipient, text, at, words, person, nonce, place
      )
    ), earlier AS (
      SELECT place, known.id, known.at FROM draft JOIN chat.nonce known USING (person, nonce)
    ), fresh AS (
      SELECT draft.*, number, last_id + row_number() OVER (PARTITION BY conversation ORDER BY place) AS id
      FROM draft JOIN chat.conversation ON key = conversation
      WHERE place NOT IN (SELECT place FROM earlier)
    ), inserted AS (
      INSERT INTO chat.message (conversation, id, sender, recipient, text, at, words)
      SELECT number, id, sender, recipient, text, at,
        array_to_tsvector(string_to_array(words, ' ') || ('#' || number)::text)
      FROM fresh ORDER BY place
    ), remembered AS (
      INSERT INTO chat.nonce (person, nonce, id, at)
      SELECT person, nonce, id, at FROM fresh WHERE nonce IS NOT NULL ORDER BY person, nonce
    ), counted AS (
      UPDATE chat.conversation SET last_id = last.id
      FROM (SELECT number, max(id) AS id FROM fresh GROUP BY number) last
      WHERE conversation.number = last.number
    )
    SELECT jsonb_agg(json_build_array(id, at, repeated) ORDER BY place) INTO result FROM (
      SELECT place, id, at, false AS repeated FROM fresh
      UNION ALL SELECT place, id, at, true FROM earlier
    ) outcome;
    UPDATE chat.writer SET batch = writer_batch, outcome = result, used_at = now() WHERE id = writer_id;
    RETURN result;
  END
  $body$;
`,
  `
  CREATE TABLE chat.account (
    key text PRIMARY KEY,
    id text NOT NULL UNIQUE,
    name text NOT NULL,
    password text NOT NULL,
    at bigint NOT NULL
  );
  CREATE TABLE chat.seen (
    account text NOT NULL REFERENCES chat.account (id) ON DELETE CASCADE,
    conversation integer NOT NULL REFERENCES chat.conversation (number),
    id bigint NOT NULL,
    PRIMARY KEY (account, conversation)
  );
  CREATE INDEX conversation_first_party ON chat.conversation (split_part(substr(key, 2), E'\\n', 1))
    WHERE left(key, 1) = '@';
  CREATE INDEX conversation_second_party ON chat.conversation (split_part(key, E'\\n', 2))
    WHERE left(key, 1) = '@';
`,
  `
  CREATE TABLE chat.rule (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room text NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    name text NOT NULL,
    identities jsonb NOT NULL,
    text text NOT NULL,
    author text NOT NULL,
    at bigint NOT NULL,
    until bigint,
    UNIQUE (room, kind, subject)
  );
`,
  POSTGRES_CLUSTER_SCHEMA,
  POSTGRES_FORMER_ACCOUNTS,
  POSTGRES_NODE_CHECK,
  POSTGRES_ACCOUNT_CHANGES,
  POSTGRES_NONCES,
  POSTGRES_ENTRIES,
  "ALTER TABLE chat.account ADD COLUMN registrant text",
  POSTGRES_SESSION_STATUS,
  `
  ALTER TABLE chat.rule ADD COLUMN uses integer;
  CREATE INDEX link_end ON chat.rule (until) WHERE kind = 'link';
`,
];
