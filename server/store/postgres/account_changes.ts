/**
 * Schema through which every server notices account changes at once, whichever process made them.
 *
 * - `revision` counts the passwords of an account. A session stores the revision it signed in with and ends when it differs.
 * - `account_change` has the latest changes. They are numbered under a lock that is held until the transaction ends, so
 *   that no reader sees a change before an earlier one.
 * - `account_address` has digests of the addresses from which an account was last used.
 * - `claim` with a revision calls the one without, and stores the revision that the session signed in with.
 */
export const POSTGRES_ACCOUNT_CHANGES = `
  ALTER TABLE chat.account ADD COLUMN revision bigint NOT NULL DEFAULT 1;
  CREATE TABLE chat.account_change (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL,
    key text NOT NULL
  );
  CREATE FUNCTION chat.note_account_change() RETURNS trigger LANGUAGE plpgsql AS $body$
  DECLARE
    changed record := coalesce(NEW, OLD);
    number bigint;
  BEGIN
    LOCK TABLE chat.account_change IN EXCLUSIVE MODE;
    INSERT INTO chat.account_change (id, key) VALUES (changed.id, changed.key) RETURNING seq INTO number;
    DELETE FROM chat.account_change WHERE seq <= number - 1000;
    RETURN NULL;
  END
  $body$;
  CREATE TRIGGER account_added_or_removed AFTER INSERT OR DELETE ON chat.account
    FOR EACH ROW EXECUTE FUNCTION chat.note_account_change();
  CREATE TRIGGER account_revised AFTER UPDATE OF revision ON chat.account
    FOR EACH ROW WHEN (NEW.revision <> OLD.revision) EXECUTE FUNCTION chat.note_account_change();
  CREATE TABLE chat.account_address (
    account text NOT NULL REFERENCES chat.account (id) ON DELETE CASCADE,
    digest text NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (account, digest)
  );

  ALTER TABLE chat.session ADD COLUMN revision bigint;
  CREATE FUNCTION chat.claim(
    node_id uuid, session_id uuid, wanted text, wanted_key text, wanted_looks text[], by_digest text,
    by_account text, by_revision bigint, guests jsonb
  ) RETURNS jsonb LANGUAGE plpgsql AS $body$
  DECLARE
    result jsonb := chat.claim(
      node_id, session_id, wanted, wanted_key, wanted_looks, by_digest, by_account, guests
    );
  BEGIN
    IF NOT result ? 'refusal' THEN
      UPDATE chat.session SET revision = by_revision WHERE id = session_id;
    END IF;
    RETURN result;
  END
  $body$;
`;
