/** Marks a file as a database of this program: "chat" as `PRAGMA application_id`. */
export const APPLICATION_ID = 0x63686174;

/**
 * What brings a database from one schema version to the next, the first from nothing to 1. They are never changed once
 * released, only followed by others.
 *
 * - A message has a place among all (`seq`, in the order of storing) and one in its conversation (`id`). A conversation
 *   keeps its last id when its messages are gone.
 * - `message_words` finds messages by their words, which are put in as `toWords` gives them, so that its tokenizer need
 *   only cut at what is no letter or digit. It holds the number of the conversation as a word of its own column: a search
 *   in a small room does not look through what was said in large ones.
 * - Every transaction adds a piece to `message_words`. Merging eight at a time, and not four, takes less work, and holds
 *   fewer transactions up.
 * - `seen` tells which private messages an account has got; the index finds the conversations in which it stands second.
 * - `rule` has what holds in rooms, as {@linkcode Rule} says; `identities` is JSON.
 * - A `block` has messages of one conversation that were stored together, as a row and a set of words for each take several
 *   times as long. `id` is the first one's, `at` the time of the latest; `messages` is for `decodeBlock`. The row has the
 *   place among all (`seq`), in the index of words too: of several words each may be in another message of the block.
 * - `account_change` has the latest changes of accounts, by triggers: so a server learns what another process changed.
 * - `account_address` has digests of the addresses that an account was used from last.
 * - A row of `nonces` has those of one transaction, as JSON for `SqliteNonces`; `at` is when the latest was used.
 */
export const SQLITE_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE conversation (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    last_id INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE message (
    seq INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversation (number),
    id INTEGER NOT NULL,
    sender TEXT NOT NULL,
    recipient TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (conversation, id)
  ) STRICT;
  CREATE TABLE nonce (
    seq INTEGER PRIMARY KEY,
    person TEXT NOT NULL,
    nonce TEXT NOT NULL,
    id INTEGER NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE VIRTUAL TABLE message_words USING fts5 (
    conversation, words, content = '', contentless_delete = 1, detail = column, tokenize = 'ascii'
  );
`,
  `
  INSERT INTO message_words (message_words, rank) VALUES ('automerge', 8);
`,
  `
  CREATE TABLE account (
    key TEXT NOT NULL UNIQUE,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE seen (
    account TEXT NOT NULL REFERENCES account (id),
    conversation INTEGER NOT NULL REFERENCES conversation (number),
    id INTEGER NOT NULL,
    PRIMARY KEY (account, conversation)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX conversation_second_party ON conversation (substr(key, instr(key, char(10)) + 1))
    WHERE key >= '@' AND key < 'A';
`,
  `
  CREATE TABLE rule (
    seq INTEGER PRIMARY KEY,
    room TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    identities TEXT NOT NULL,
    text TEXT NOT NULL,
    author TEXT NOT NULL,
    at INTEGER NOT NULL,
    until INTEGER,
    UNIQUE (room, kind, subject)
  ) STRICT;
`,
  `
  CREATE TABLE block (
    seq INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversation (number),
    id INTEGER NOT NULL,
    count INTEGER NOT NULL,
    at INTEGER NOT NULL,
    messages TEXT NOT NULL,
    UNIQUE (conversation, id)
  ) STRICT;
  INSERT INTO block (seq, conversation, id, count, at, messages)
    SELECT seq, conversation, id, 1, at, json_array(json_array(sender, recipient, text, at))
    FROM message ORDER BY seq;
  DROP TABLE message;
`,
  `
  CREATE TABLE nonces (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    used TEXT NOT NULL
  ) STRICT;
  INSERT INTO nonces (seq, at, used)
    SELECT seq, at, json_array(json_array(person, nonce, id, at)) FROM nonce ORDER BY seq;
  DROP TABLE nonce;
`,
  `
  ALTER TABLE account ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
  CREATE TABLE account_change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    key TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER account_added AFTER INSERT ON account BEGIN
    INSERT INTO account_change (id, key) VALUES (new.id, new.key);
  END;
  CREATE TRIGGER account_revised AFTER UPDATE OF revision ON account WHEN new.revision <> old.revision BEGIN
    INSERT INTO account_change (id, key) VALUES (new.id, new.key);
  END;
  CREATE TRIGGER account_removed AFTER DELETE ON account BEGIN
    INSERT INTO account_change (id, key) VALUES (old.id, old.key);
  END;
  CREATE TRIGGER account_change_kept AFTER INSERT ON account_change BEGIN
    DELETE FROM account_change WHERE seq <= new.seq - 1000;
  END;
  CREATE TABLE account_address (
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    digest TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account, digest)
  ) STRICT, WITHOUT ROWID;
`,
];
