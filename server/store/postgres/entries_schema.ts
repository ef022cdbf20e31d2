/**
 * Replies and changes.
 *
 * - `message.person` is the author's identity; entries of earlier versions have none. `message.extra` has the other fields
 *   of a reply, an action or a change, as in `fold.ts`. The text of a message is the present one; that of an edit is its own,
 *   until the message is deleted or not stored any more.
 * - `state` tells what changes made of a message, with its `original` text if it was edited; `edit` which of its changes are
 *   edits, and `reaction` who reacted to it.
 * - `quote` gives 400 characters, of which {@linkcode toQuote} shows half: a character may be stored as two.
 * - `append` locks the conversations in the order of their keys before it looks at any message, and `remove` does the same
 *   before it deletes any. So what belongs to a conversation needs no locks of its own.
 * - `append` stores drafts one by one only where there are changes or replies among them. A draft's outcome is `id`, `at`,
 *   `repeated`, and for a change the author and time of its message, for a reply the quote; or it is an object that tells why
 *   the draft was rejected. The row of the writer keeps outcomes without quotes, as a deletion would not reach them there.
 * - A message has reactions of 20 kinds at most, and the first 20 names of each are in its state.
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

  CREATE FUNCTION chat.react(number integer, new_id bigint, draft jsonb) RETURNS jsonb LANGUAGE plpgsql AS $body$
  DECLARE
    subject bigint := (draft -> 'change' ->> 'about')::bigint;
    wanted text := draft -> 'change' ->> 'emoji';
    is_removed boolean := coalesce((draft -> 'change' ->> 'remove')::boolean, false);
    identities text[] := ARRAY(SELECT jsonb_array_elements_text(draft -> 'rights' -> 'identities'))
      || (draft ->> 'person');
    own bigint := (
      SELECT min(id) FROM chat.reaction
      WHERE conversation = number AND about = subject AND emoji = wanted AND person = ANY (identities)
    );
    known record;
    all_reactions jsonb;
    place integer;
    others integer;
    names jsonb;
  BEGIN
    SELECT rev, reactions INTO known FROM chat.state WHERE conversation = number AND id = subject;
    IF is_removed = (own IS NULL) THEN
      RETURN jsonb_build_object('repeats', coalesce(own, known.rev, subject));
    END IF;
    all_reactions := coalesce(known.reactions, '[]');
    place := (
      SELECT ordinality - 1 FROM jsonb_array_elements(all_reactions) WITH ORDINALITY entry
      WHERE entry.value ->> 0 = wanted
    );
    IF is_removed THEN
      DELETE FROM chat.reaction
        WHERE conversation = number AND about = subject AND emoji = wanted AND person = ANY (identities);
      GET DIAGNOSTICS others = ROW_COUNT;
      others := (all_reactions -> place ->> 1)::integer - others;
      names := coalesce((
        SELECT jsonb_agg(name ORDER BY first.id) FROM (
          SELECT name, id FROM chat.reaction
          WHERE conversation = number AND about = subject AND emoji = wanted ORDER BY id LIMIT 20
        ) first
      ), '[]');
    ELSE
      IF place IS NULL AND jsonb_array_length(all_reactions) >= 20 THEN
        RETURN '{"code": "too_many"}';
      END IF;
      INSERT INTO chat.reaction (conversation, about, person, emoji, id, name)
        VALUES (number, subject, draft ->> 'person', wanted, new_id, draft ->> 'sender');
      place := coalesce(place, jsonb_array_length(all_reactions));
      others := coalesce((all_reactions -> place ->> 1)::integer, 0) + 1;
      names := coalesce(all_reactions -> place -> 2, '[]');
      IF jsonb_array_length(names) < 20 THEN
        names := names || jsonb_build_array(draft ->> 'sender');
      END IF;
    END IF;
    all_reactions := CASE WHEN others = 0 THEN all_reactions - place
      ELSE jsonb_set(all_reactions, ARRAY[place::text], jsonb_build_array(wanted, others, names)) END;
    INSERT INTO chat.state (conversation, id, rev, reactions)
      VALUES (number, subject, new_id, NULLIF(all_reactions, '[]'))
      ON CONFLICT (conversation, id) DO UPDATE SET rev = excluded.rev, reactions = excluded.reactions;
    RETURN jsonb_build_object('type', 'reacted', 'emoji', wanted)
      || CASE WHEN is_removed THEN '{"removed": true}' ELSE '{}'::jsonb END;
  END
  $body$;

  CREATE FUNCTION chat.edit(number integer, new_id bigint, draft jsonb, present text) RETURNS jsonb
  LANGUAGE plpgsql AS $body$
  DECLARE
    subject bigint := (draft -> 'change' ->> 'about')::bigint;
    wanted text := draft -> 'change' ->> 'text';
  BEGIN
    IF wanted = present THEN
      RETURN jsonb_build_object('repeats', coalesce(
        (SELECT rev FROM chat.state WHERE conversation = number AND id = subject), subject
      ));
    END IF;
    UPDATE chat.message SET text = wanted, words = chat.words(number, draft -> 'change' ->> 'words')
      WHERE conversation = number AND id = subject;
    INSERT INTO chat.edit (conversation, about, id) VALUES (number, subject, new_id);
    INSERT INTO chat.state AS old (conversation, id, rev, edited, original)
      VALUES (number, subject, new_id, (draft ->> 'at')::bigint, present)
      ON CONFLICT (conversation, id) DO UPDATE SET rev = excluded.rev, edited = excluded.edited,
        original = coalesce(old.original, excluded.original);
    RETURN '{"type": "edited"}';
  END
  $body$;

  CREATE FUNCTION chat.delete(number integer, new_id bigint, draft jsonb) RETURNS jsonb LANGUAGE plpgsql AS $body$
  DECLARE
    subject bigint := (draft -> 'change' ->> 'about')::bigint;
    reason jsonb := draft -> 'change' -> 'reason';
    deleted_by jsonb := jsonb_build_array(draft -> 'sender', draft -> 'at');
  BEGIN
    UPDATE chat.message SET text = '', words = '' WHERE conversation = number AND (
      id = subject OR id IN (SELECT id FROM chat.edit WHERE conversation = number AND about = subject)
    );
    DELETE FROM chat.edit WHERE conversation = number AND about = subject;
    DELETE FROM chat.reaction WHERE conversation = number AND about = subject;
    IF reason IS NOT NULL THEN
      deleted_by := deleted_by || jsonb_build_array(reason);
    END IF;
    INSERT INTO chat.state (conversation, id, rev, deleted) VALUES (number, subject, new_id, deleted_by)
      ON CONFLICT (conversation, id) DO UPDATE SET rev = excluded.rev, deleted = excluded.deleted,
        edited = NULL, original = NULL, reactions = NULL;
    RETURN jsonb_build_object('type', 'deleted')
      || CASE WHEN reason IS NULL THEN '{}' ELSE jsonb_build_object('reason', reason) END;
  END
  $body$;

  CREATE FUNCTION chat.change(number integer, new_id bigint, draft jsonb) RETURNS jsonb LANGUAGE plpgsql AS $body$
  DECLARE
    kind text := draft -> 'change' ->> 'type';
    subject bigint := (draft -> 'change' ->> 'about')::bigint;
    rights jsonb := draft -> 'rights';
    message record;
    change jsonb;
  BEGIN
    SELECT known.sender, known.person, known.text, known.at INTO message FROM chat.message known
      WHERE known.conversation = number AND known.id = subject
        AND NOT coalesce(known.extra ? 'type', false) AND NOT EXISTS (
          SELECT FROM chat.state
          WHERE state.conversation = number AND state.id = subject AND deleted IS NOT NULL
        );
    IF NOT FOUND THEN
      RETURN '{"code": "not_found"}';
    END IF;
    IF kind <> 'react' AND NOT (kind = 'delete' AND rights ? 'any') THEN
      IF message.person IS NULL OR NOT rights -> 'identities' ? message.person THEN
        RETURN '{"code": "forbidden"}';
      ELSIF message.at < (rights ->> 'since')::bigint THEN
        RETURN '{"code": "forbidden", "isLate": true}';
      END IF;
    END IF;
    change := CASE kind
      WHEN 'edit' THEN chat.edit(number, new_id, draft, message.text)
      WHEN 'delete' THEN chat.delete(number, new_id, draft)
      ELSE chat.react(number, new_id, draft)
    END;
    IF change ? 'code' THEN
      RETURN change;
    ELSIF change ? 'repeats' THEN
      RETURN (
        SELECT jsonb_build_array(id, at, true) FROM chat.message
        WHERE conversation = number AND id = (change ->> 'repeats')::bigint
      );
    END IF;
    INSERT INTO chat.message (conversation, id, sender, recipient, text, at, words, person, extra)
      VALUES (
        number, new_id, draft ->> 'sender', draft ->> 'recipient', coalesce(draft -> 'change' ->> 'text', ''),
        (draft ->> 'at')::bigint, '', draft ->> 'person',
        change || jsonb_build_object('about', subject, 'target', jsonb_build_array(message.sender, message.at))
      );
    RETURN jsonb_build_array(new_id, draft -> 'at', false, message.sender, message.at);
  END
  $body$;

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

  CREATE FUNCTION chat.remove(seqs bigint[]) RETURNS bigint LANGUAGE plpgsql AS $body$
  DECLARE
    removed bigint;
  BEGIN
    PERFORM FROM chat.conversation
      WHERE number IN (SELECT conversation FROM chat.message WHERE seq = ANY (seqs)) ORDER BY key FOR UPDATE;
    WITH gone AS (
      DELETE FROM chat.message WHERE seq = ANY (seqs) RETURNING conversation, id
    ), forgotten AS (
      DELETE FROM chat.state USING gone WHERE state.conversation = gone.conversation AND state.id = gone.id
    ), withdrawn AS (
      DELETE FROM chat.reaction USING gone
      WHERE reaction.conversation = gone.conversation AND reaction.about = gone.id
    )
    SELECT count(*) INTO removed FROM gone;
    RETURN removed;
  END
  $body$;

  CREATE FUNCTION chat.remove_edits(most integer) RETURNS bigint LANGUAGE plpgsql AS $body$
  DECLARE
    removed bigint;
    numbers integer[];
  BEGIN
    WITH RECURSIVE earliest AS (
      (SELECT conversation, about FROM chat.edit ORDER BY conversation, about LIMIT 1)
      UNION ALL
      SELECT next.conversation, next.about FROM earliest CROSS JOIN LATERAL (
        SELECT edit.conversation, edit.about FROM chat.edit WHERE edit.conversation > earliest.conversation
        ORDER BY edit.conversation, edit.about LIMIT 1
      ) next
    )
    SELECT array_agg(conversation) INTO numbers FROM earliest WHERE NOT EXISTS (
      SELECT FROM chat.message WHERE message.conversation = earliest.conversation AND message.id = earliest.about
    );
    PERFORM FROM chat.conversation WHERE number = ANY (numbers) ORDER BY key FOR UPDATE;
    WITH gone AS (
      DELETE FROM chat.edit WHERE ctid = ANY (ARRAY(
        SELECT edit.ctid FROM unnest(numbers) AS room (number) CROSS JOIN LATERAL (
          SELECT min(id) AS first FROM chat.message WHERE message.conversation = room.number
        ) kept JOIN chat.edit ON edit.conversation = room.number AND edit.about < coalesce(first, edit.about + 1)
        LIMIT most
      )) RETURNING conversation, id
    ), emptied AS (
      UPDATE chat.message SET text = '' FROM gone
      WHERE message.conversation = gone.conversation AND message.id = gone.id
    )
    SELECT count(*) INTO removed FROM gone;
    RETURN removed;
  END
  $body$;
`;
