/**
 * Tables shared by the nodes of a cluster: nodes, their sessions, and the rooms of the sessions. Nothing in them has to
 * outlive the last node.
 *
 * - A node owns its row through a lease that it renews. After the lease has expired, another node removes the row with all
 *   its sessions. A session owns its name exactly as long as its row exists.
 * - A claim of a name locks the confusable forms of the name in the order of their numbers. So of two names that look alike
 *   one is first, and claims cannot deadlock.
 * - A user has left a room when no session of the user is in it or about to replace one that is.
 * - Events that other nodes cause for a session are stored in its `news` column until its own node reads them.
 * - A room is open while it has members; rows of empty rooms are deleted later.
 */
export const POSTGRES_CLUSTER_SCHEMA = `
  CREATE TABLE chat.cluster (id uuid NOT NULL);
  INSERT INTO chat.cluster VALUES (gen_random_uuid());
  CREATE TABLE chat.node (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    expires timestamptz NOT NULL
  );
  CREATE TABLE chat.session (
    id uuid PRIMARY KEY,
    node uuid NOT NULL REFERENCES chat.node (id) ON DELETE CASCADE,
    name text NOT NULL,
    key text NOT NULL,
    looks text[] NOT NULL,
    digest text NOT NULL,
    account text,
    identity text NOT NULL GENERATED ALWAYS AS (coalesce(account, digest)) STORED,
    news text
  );
  CREATE INDEX session_node ON chat.session (node);
  CREATE INDEX session_news ON chat.session (node) WHERE news IS NOT NULL;
  CREATE INDEX session_key ON chat.session (key);
  CREATE INDEX session_identity ON chat.session (identity);
  CREATE INDEX session_look_1 ON chat.session ((looks[1]));
  CREATE INDEX session_look_2 ON chat.session ((looks[2]));
  CREATE INDEX session_look_3 ON chat.session ((looks[3]));
  CREATE TABLE chat.open_room (
    key text PRIMARY KEY,
    name text NOT NULL,
    looks text[] NOT NULL,
    is_lobby boolean NOT NULL DEFAULT false
  );
  CREATE INDEX open_room_look_1 ON chat.open_room ((looks[1]));
  CREATE INDEX open_room_look_2 ON chat.open_room ((looks[2]));
  CREATE INDEX open_room_look_3 ON chat.open_room ((looks[3]));
  CREATE TABLE chat.presence (
    room text NOT NULL REFERENCES chat.open_room (key),
    session uuid NOT NULL REFERENCES chat.session (id) ON DELETE CASCADE,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (room, session)
  );
  CREATE INDEX presence_session ON chat.presence (session);

  CREATE FUNCTION chat.lock_looks(looks text[]) RETURNS void LANGUAGE plpgsql AS $body$
  DECLARE
    number bigint;
  BEGIN
    FOR number IN SELECT DISTINCT hashtextextended(look, 0) FROM unnest(looks) look ORDER BY 1 LOOP
      PERFORM pg_advisory_xact_lock(number);
    END LOOP;
  END
  $body$;

  CREATE FUNCTION chat.is_open(room_key text) RETURNS boolean LANGUAGE sql AS $body$
    SELECT EXISTS (SELECT FROM chat.presence WHERE room = room_key)
      OR EXISTS (SELECT FROM chat.open_room WHERE key = room_key AND is_lobby)
  $body$;

  CREATE FUNCTION chat.members(room_key text, most integer) RETURNS bigint LANGUAGE sql AS $body$
    SELECT count(*) FROM (SELECT FROM chat.presence WHERE room = room_key LIMIT most + 1) few
  $body$;

  CREATE FUNCTION chat.is_elsewhere(room_key text, person text, session_id uuid) RETURNS boolean LANGUAGE sql AS $body$
    SELECT EXISTS (
      SELECT FROM chat.session JOIN chat.presence ON session = id
      WHERE identity = person AND room = room_key AND id IS DISTINCT FROM session_id
    )
  $body$;

  CREATE FUNCTION chat.is_coming(person text) RETURNS boolean LANGUAGE sql AS $body$
    SELECT EXISTS (
      SELECT FROM chat.session WHERE identity = person AND news IS DISTINCT FROM 'replaced'
        AND NOT EXISTS (SELECT FROM chat.presence WHERE session = id)
    )
  $body$;

  CREATE FUNCTION chat.claim(
    node_id uuid, session_id uuid, wanted text, wanted_key text, wanted_looks text[], by_digest text,
    by_account text, guests jsonb
  ) RETURNS jsonb LANGUAGE plpgsql AS $body$
  DECLARE
    holder record;
    guest record;
    has_news boolean := false;
  BEGIN
    PERFORM FROM chat.node WHERE id = node_id FOR KEY SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'the lease of this node has run out' USING ERRCODE = 'CH002';
    END IF;
    PERFORM chat.lock_looks(wanted_looks);
    PERFORM FROM chat.session WHERE id = session_id AND news = 'replaced';
    IF FOUND THEN
      RETURN jsonb_build_object('refusal', 'name_taken');
    END IF;
    FOR holder IN
      SELECT id, key, digest, account FROM chat.session
      WHERE id <> session_id AND news IS DISTINCT FROM 'replaced' AND (
        looks[1] = wanted_looks[1] OR looks[2] = wanted_looks[2] OR looks[3] = wanted_looks[3]
      ) ORDER BY digest = by_digest, id
    LOOP
      IF holder.digest = by_digest THEN
        CONTINUE WHEN holder.key <> wanted_key;
        UPDATE chat.session SET news = 'replaced' WHERE id = holder.id;
        has_news := true;
      ELSIF by_account IS NULL THEN
        RETURN jsonb_build_object('refusal', 'name_taken');
      ELSIF holder.account IS NULL THEN
        SELECT INTO guest * FROM jsonb_to_recordset(guests) AS free (name text, key text, looks text[])
          WHERE NOT EXISTS (SELECT FROM chat.session other WHERE other.key = free.key) LIMIT 1;
        UPDATE chat.session SET name = guest.name, key = guest.key, looks = guest.looks, news = 'renamed'
          WHERE id = holder.id;
        has_news := true;
      END IF;
    END LOOP;
    INSERT INTO chat.session (id, node, name, key, looks, digest, account)
      VALUES (session_id, node_id, wanted, wanted_key, wanted_looks, by_digest, by_account)
      ON CONFLICT (id) DO UPDATE SET name = wanted, key = wanted_key, looks = wanted_looks,
        account = by_account, news = NULL;
    RETURN jsonb_build_object('hasNews', has_news);
  END
  $body$;

  CREATE FUNCTION chat.come(session_id uuid, rooms jsonb, most integer) RETURNS jsonb LANGUAGE plpgsql AS $body$
  DECLARE
    person text;
    room record;
    shown text;
    was_open boolean;
    result jsonb := '[]';
  BEGIN
    SELECT identity INTO person FROM chat.session
      WHERE id = session_id AND news IS DISTINCT FROM 'replaced' FOR KEY SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'the session is gone' USING ERRCODE = 'CH003';
    END IF;
    PERFORM chat.lock_looks(ARRAY(
      SELECT unnest(looks) FROM jsonb_to_recordset(rooms) AS wanted (key text, looks text[])
      WHERE NOT chat.is_open(key)
    ));
    FOR room IN
      SELECT * FROM jsonb_to_recordset(rooms) AS wanted (key text, name text, looks text[]) ORDER BY key
    LOOP
      SELECT name INTO shown FROM chat.open_room WHERE key = room.key FOR KEY SHARE;
      was_open := chat.is_open(room.key);
      IF NOT was_open THEN
        PERFORM chat.lock_looks(room.looks);
        was_open := chat.is_open(room.key);
        PERFORM FROM chat.open_room other WHERE other.key <> room.key AND chat.is_open(other.key) AND (
          looks[1] = room.looks[1] OR looks[2] = room.looks[2] OR looks[3] = room.looks[3]
        );
        IF FOUND THEN
          result := result || jsonb_build_object('room', room.key);
          CONTINUE;
        END IF;
        INSERT INTO chat.open_room AS known (key, name, looks) VALUES (room.key, room.name, room.looks)
          ON CONFLICT (key) DO UPDATE
            SET name = CASE WHEN chat.is_open(known.key) THEN known.name ELSE excluded.name END
          RETURNING name INTO shown;
      END IF;
      INSERT INTO chat.presence (room, session) VALUES (room.key, session_id) ON CONFLICT DO NOTHING;
      result := result || jsonb_build_object(
        'room', room.key, 'name', shown, 'members', chat.members(room.key, most),
        'isElsewhere', chat.is_elsewhere(room.key, person, session_id), 'isNew', NOT was_open
      );
    END LOOP;
    RETURN result;
  END
  $body$;

  CREATE FUNCTION chat.go(goings jsonb, most integer) RETURNS jsonb LANGUAGE plpgsql AS $body$
  DECLARE
    gone jsonb;
    result jsonb;
  BEGIN
    WITH deleted AS (
      DELETE FROM chat.presence
      USING jsonb_to_recordset(goings) AS going (session uuid, room text), chat.session who
      WHERE presence.session = going.session AND presence.room = coalesce(going.room, presence.room)
        AND who.id = going.session
      RETURNING presence.room, who.id AS session, who.name, who.identity, who.news
    )
    SELECT jsonb_agg(to_jsonb(deleted)) INTO gone FROM deleted;
    DELETE FROM chat.session USING jsonb_to_recordset(goings) AS going (session uuid, room text)
      WHERE id = going.session AND going.room IS NULL;
    SELECT jsonb_agg(jsonb_build_object(
      'room', room, 'roomName', open_room.name, 'session', session, 'name', left_by.name, 'identity', identity
    )) INTO result
    FROM (
      SELECT DISTINCT ON (room, identity) * FROM jsonb_to_recordset(gone)
        AS each (room text, session uuid, name text, identity text, news text)
    ) left_by JOIN chat.open_room ON open_room.key = room
    WHERE chat.members(room, most) <= most AND NOT chat.is_elsewhere(room, identity, NULL)
      AND (news IS DISTINCT FROM 'replaced' OR NOT chat.is_coming(identity));
    RETURN coalesce(result, '[]');
  END
  $body$;

  CREATE FUNCTION chat.sessions_of(nodes uuid[]) RETURNS jsonb LANGUAGE sql AS $body$
    SELECT coalesce(jsonb_agg(jsonb_build_object('session', id)), '[]')
    FROM (SELECT id FROM chat.session WHERE node = ANY (nodes) LIMIT 5000) few
  $body$;

  CREATE FUNCTION chat.register(
    node_id uuid, node_name text, lease interval, lobby_key text, lobby_looks text[], most integer
  ) RETURNS jsonb LANGUAGE plpgsql AS $body$
  DECLARE
    earlier uuid[] := ARRAY(SELECT id FROM chat.node WHERE name = node_name AND id <> node_id);
    result jsonb := chat.go(chat.sessions_of(earlier), most);
  BEGIN
    DELETE FROM chat.node WHERE id = ANY (earlier);
    INSERT INTO chat.node (id, name, expires) VALUES (node_id, node_name, now() + lease)
      ON CONFLICT (id) DO UPDATE SET expires = excluded.expires;
    INSERT INTO chat.open_room (key, name, looks, is_lobby)
      VALUES (lobby_key, lobby_key, lobby_looks, true) ON CONFLICT DO NOTHING;
    RETURN result;
  END
  $body$;

  CREATE FUNCTION chat.sweep(node_id uuid, most integer) RETURNS jsonb LANGUAGE plpgsql AS $body$
  DECLARE
    dead uuid[] := ARRAY(
      SELECT id FROM chat.node WHERE expires < now() AND id <> node_id ORDER BY id FOR UPDATE SKIP LOCKED
    );
    result jsonb := chat.go(chat.sessions_of(dead), most);
  BEGIN
    DELETE FROM chat.node WHERE id = ANY (dead)
      AND NOT EXISTS (SELECT FROM chat.session WHERE session.node = node.id);
    RETURN result;
  END
  $body$;

  CREATE FUNCTION chat.close_rooms() RETURNS void LANGUAGE plpgsql AS $body$
  DECLARE
    empty text[] := ARRAY(
      SELECT key FROM chat.open_room WHERE NOT chat.is_open(key) LIMIT 1000 FOR UPDATE SKIP LOCKED
    );
  BEGIN
    DELETE FROM chat.open_room WHERE key = ANY (empty) AND NOT chat.is_open(key);
  END
  $body$;
`;

/**
 * Stores what `whois` shows of sessions on other nodes.
 *
 * - `away` is what a user says about being away. {@linkcode awayOf} has the rule for users with several sessions, as
 *   `away_of` has here. `set_away` returns what others learn, and in which rooms. A return is always announced: others may
 *   know of an absence from before a reconnect.
 * - `since` and `spoke` are when the session signed in and last said something, by the clock of the database. Nodes report
 *   the latter, and the address, with each renewal of their lease.
 */
export const POSTGRES_SESSION_STATUS = `
  ALTER TABLE chat.session
    ADD COLUMN away text,
    ADD COLUMN since timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN spoke timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN address text NOT NULL DEFAULT '';

  CREATE FUNCTION chat.away_of(person text) RETURNS text LANGUAGE sql AS $body$
    SELECT CASE WHEN bool_and(away IS NOT NULL) THEN (array_agg(away ORDER BY since DESC, id))[1] END
    FROM chat.session WHERE identity = person AND news IS DISTINCT FROM 'replaced'
  $body$;

  CREATE FUNCTION chat.set_away(session_id uuid, new_away text, most integer) RETURNS jsonb LANGUAGE plpgsql AS $body$
  DECLARE
    person text;
    before text;
    after text;
    result jsonb := '[]';
  BEGIN
    SELECT identity, chat.away_of(identity) INTO person, before FROM chat.session WHERE id = session_id;
    UPDATE chat.session SET away = new_away WHERE id = session_id;
    after := chat.away_of(person);
    IF new_away IS NULL OR after IS DISTINCT FROM before THEN
      SELECT coalesce(jsonb_agg(room), '[]') INTO result FROM (
        SELECT DISTINCT room FROM chat.presence JOIN chat.session ON session = id WHERE identity = person
      ) own WHERE chat.members(room, most) <= most;
    END IF;
    RETURN jsonb_build_object('away', after, 'rooms', result);
  END
  $body$;
`;

/** Stores a session's former accounts: moderation of a user applies to all of them. */
export const POSTGRES_FORMER_ACCOUNTS = `
  ALTER TABLE chat.session ADD COLUMN former text[] NOT NULL DEFAULT '{}';
  CREATE FUNCTION chat.remember_account() RETURNS trigger LANGUAGE plpgsql AS $body$
  BEGIN
    NEW.former := (array_append(array_remove(OLD.former, OLD.account), OLD.account))[1:16];
    RETURN NEW;
  END
  $body$;
  CREATE TRIGGER remember_account BEFORE UPDATE OF account ON chat.session FOR EACH ROW
    WHEN (OLD.account IS NOT NULL AND OLD.account IS DISTINCT FROM NEW.account)
    EXECUTE FUNCTION chat.remember_account();
`;
