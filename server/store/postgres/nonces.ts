/**
 * Stores and looks up an account's nonces under the digest of the session's token, too, in the column of identities, which
 * is called `person`: a client that registers, logs in or logs out before it repeats a message has another identity then,
 * but the same token. `OFFSET 0` makes the planner look up each nonce in the index; a join would read the whole table.
 */
export const POSTGRES_NONCES = `
  CREATE OR REPLACE FUNCTION chat.append(
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
    DELETE FROM chat.nonce WHERE ctid = ANY (ARRAY(
      SELECT known.row
      FROM json_to_recordset(drafts) AS draft (person text, nonce text, digest text, at bigint)
        CROSS JOIN LATERAL (VALUES (person), (digest)) AS used (identity)
        CROSS JOIN LATERAL (
          SELECT old.ctid AS row, old.at FROM chat.nonce old
          WHERE old.person = used.identity AND old.nonce = draft.nonce OFFSET 0
        ) known
      WHERE draft.nonce IS NOT NULL AND used.identity IS NOT NULL AND known.at <= draft.at - nonce_lifetime
    ));
    WITH draft AS (
      SELECT * FROM ROWS FROM (json_to_recordset(drafts) AS (
        conversation text, sender text, recipient text, text text, at bigint, words text, person text, nonce text,
        digest text
      )) WITH ORDINALITY AS entry (
        conversation, sender, recipient, text, at, words, person, nonce, digest, place
      )
    ), used AS (
      SELECT place, rank, identity, nonce
      FROM draft CROSS JOIN LATERAL (VALUES (1, person), (2, digest)) AS used (rank, identity)
      WHERE nonce IS NOT NULL AND identity IS NOT NULL
    ), earlier AS (
      SELECT DISTINCT ON (place) place, known.id, known.at
      FROM used CROSS JOIN LATERAL (
        SELECT old.id, old.at FROM chat.nonce old
        WHERE old.person = used.identity AND old.nonce = used.nonce OFFSET 0
      ) known
      ORDER BY place, rank
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
      SELECT identity, used.nonce, id, at FROM fresh JOIN used USING (place)
      ORDER BY identity, used.nonce
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
`;
