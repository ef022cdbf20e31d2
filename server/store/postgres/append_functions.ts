/**
 * `append` stores a batch in one transaction.
 *
 * - It stores drafts one by one only where there are changes or replies among them. A draft's outcome is `id`, `at`,
 *   `repeated`, and for a change the author and time of its message, for a reply the quote; or it is an object that tells why
 *   the draft was rejected. The row of the writer keeps outcomes without quotes, as a deletion would not reach them there.
 * - `quote` gives 400 characters, of which {@linkcode toQuote} shows half: a character may be stored as two.
 */
export const POSTGRES_APPEND = `
  CREATE FUNCTION chat.quote(number integer, reply bigint) RETURNS jsonb LANGUAGE sql STABLE AS $body$
    SELECT coalesce((
      SELECT jsonb_build_object('from', sender, 'text', left(text, 400)) FROM chat.message
      WHERE conversation = number AND id = reply AND NOT coalesce(extra ? 'type', false) AND NOT EXISTS (
        SELECT FROM chat.state WHERE state.conversation = number AND state.id = reply AND deleted IS NOT NULL
      )
    ), '{}')
  $body$;

  CREATE FUNCTION chat.say(number integer, new_id bigint, draft jsonb) RETURNS jsonb LANGUAGE plpgsql AS $body$
  DECLARE
    reply bigint := (draft ->> 'reply')::bigint;
  BEGIN
    IF reply NOT BETWEEN 1 AND new_id - 1 OR EXISTS (
      SELECT FROM chat.message WHERE conversation = number AND id = reply AND extra ? 'type'
    ) THEN
      RETURN '{"code": "not_found"}';
    END IF;
    INSERT INTO chat.message (conversation, id, sender, recipient, text, at, words, person, extra)
      VALUES (
        number, new_id, draft ->> 'sender', draft ->> 'recipient', draft ->> 'text', (draft ->> 'at')::bigint,
        chat.words(number, draft ->> 'words'), draft ->> 'person', draft -> 'extra'
      );
    RETURN jsonb_build_array(new_id, draft -> 'at', false)
      || CASE WHEN reply IS NULL THEN '[]' ELSE jsonb_build_array(chat.quote(number, reply)) END;
  END
  $body$;

  CREATE FUNCTION chat.append_each(drafts jsonb) RETURNS jsonb LANGUAGE plpgsql AS $body$
  DECLARE
    draft jsonb;
    outcome jsonb;
    outcomes jsonb[] := '{}';
    numbers jsonb := (
      SELECT coalesce(jsonb_object_agg(key, number), '{}') FROM chat.conversation
      WHERE key IN (SELECT value ->> 'conversation' FROM jsonb_array_elements(drafts))
    );
    last_ids jsonb := (
      SELECT coalesce(jsonb_object_agg(key, last_id), '{}') FROM chat.conversation WHERE numbers ? key
    );
    room text;
    room_number integer;
    new_id bigint;
  BEGIN
    FOR draft IN SELECT value FROM jsonb_array_elements(drafts) WITH ORDINALITY ORDER BY ordinality LOOP
      room := draft ->> 'conversation';
      room_number := (numbers ->> room)::integer;
      new_id := (last_ids ->> room)::bigint + 1;
      outcome := (
        SELECT jsonb_build_array(known.id, known.at, true)
        FROM (VALUES (1, draft ->> 'person'), (2, draft ->> 'digest')) AS used (rank, identity)
          CROSS JOIN LATERAL (
            SELECT old.id, old.at FROM chat.nonce old
            WHERE old.person = used.identity AND old.nonce = draft ->> 'nonce' OFFSET 0
          ) known
        ORDER BY rank LIMIT 1
      );
      IF outcome IS NULL THEN
        outcome := CASE
          WHEN room_number IS NULL THEN '{"code": "not_found"}'
          WHEN draft ? 'change' THEN chat.change(room_number, new_id, draft)
          ELSE chat.say(room_number, new_id, draft)
        END;
        IF NOT coalesce((outcome ->> 2)::boolean, true) THEN
          last_ids := jsonb_set(last_ids, ARRAY[room], to_jsonb(new_id));
        END IF;
      END IF;
      outcomes := array_append(outcomes, outcome);
    END LOOP;
    UPDATE chat.conversation SET last_id = (last_ids ->> conversation.key)::bigint
      WHERE last_ids ? conversation.key AND last_id < (last_ids ->> conversation.key)::bigint;
    INSERT INTO chat.nonce (person, nonce, id, at)
      SELECT identity, value ->> 'nonce', (result ->> 0)::bigint, (result ->> 1)::bigint
      FROM jsonb_array_elements(drafts) WITH ORDINALITY
        CROSS JOIN LATERAL (SELECT outcomes[ordinality] AS result) stored
        CROSS JOIN LATERAL (VALUES (value ->> 'person'), (value ->> 'digest')) AS used (identity)
      WHERE value ->> 'nonce' IS NOT NULL AND identity IS NOT NULL AND NOT coalesce((result ->> 2)::boolean, true)
      ORDER BY 1, 2;
    RETURN to_jsonb(outcomes);
  END
  $body$;

  CREATE OR REPLACE FUNCTION chat.append(
    writer_id uuid, writer_epoch bigint, writer_batch bigint, drafts_json text, nonce_lifetime bigint
  ) RETURNS jsonb LANGUAGE plpgsql AS $body$
  DECLARE
    drafts json := drafts_json::json;
    keys text[];
    new_keys text[];
    is_plain boolean;
    result jsonb;
    kept jsonb;
  BEGIN
    SELECT array_agg(DISTINCT key), array_agg(DISTINCT key) FILTER (WHERE plain), bool_and(plain)
      INTO keys, new_keys, is_plain
      FROM json_to_recordset(drafts) AS draft (conversation text, reply bigint, change json)
        CROSS JOIN LATERAL (SELECT conversation AS key, reply IS NULL AND change IS NULL AS plain) kind;
    PERFORM FROM chat.writer WHERE id = writer_id AND epoch = writer_epoch FOR UPDATE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'a later session writes for this store' USING ERRCODE = 'CH001';
    END IF;
    IF current_setting('synchronous_commit') = 'off' THEN
      PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    INSERT INTO chat.conversation (key, last_id)
      SELECT wanted.key, 0 FROM unnest(new_keys) AS wanted (key)
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
    IF NOT is_plain THEN
      result := chat.append_each(drafts_json::jsonb);
    ELSE
      WITH draft AS (
        SELECT * FROM ROWS FROM (json_to_recordset(drafts) AS (
          conversation text, sender text, recipient text, text text, at bigint, words text, person text, nonce text,
          digest text, extra jsonb
        )) WITH ORDINALITY AS entry (
          conversation, sender, recipient, text, at, words, person, nonce, digest, extra, place
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
        INSERT INTO chat.message (conversation, id, sender, recipient, text, at, words, person, extra)
        SELECT number, id, sender, recipient, text, at, chat.words(number, words), person, extra
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
    END IF;
    kept := CASE WHEN is_plain THEN result ELSE (
      SELECT jsonb_agg(CASE WHEN jsonb_typeof(value -> 3) = 'object' THEN value - 3 ELSE value END ORDER BY ordinality)
      FROM jsonb_array_elements(result) WITH ORDINALITY
    ) END;
    UPDATE chat.writer SET batch = writer_batch, outcome = kept, used_at = now() WHERE id = writer_id;
    RETURN result;
  END
  $body$;
`;
