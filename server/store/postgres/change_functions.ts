/**
 * Functions that change a message. `change` finds the message, checks the rights and calls one of the others; these return
 * the fields to store in `extra`, the id that the change `repeats`, or the `code` with which it is rejected.
 *
 * A message has reactions of 20 kinds at most, and the first 20 names of each are in its state.
 */
export const POSTGRES_CHANGES = `
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
`;
