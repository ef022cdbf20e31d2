/** Identifies a file as a database of this program: "chat" as `PRAGMA application_id`. */
export const APPLICATION_ID = 0x63686174;

/**
 * Migrations from one schema version to the next, the first from an empty database to version 1. Released ones are never
 * changed, only followed by others.
 *
 * - A message has a position in the order of storing (`seq`) and a number in its conversation (`id`). A conversation keeps
 *   its last id after its messages are deleted: `last_id` is at least that of the last deleted one, see {@linkcode LAST_ID}.
 * - `message_words` indexes messages by their words. They are inserted as from `toWords`, so its tokenizer only splits at
 *   characters other than letters and digits. Another column has the number of the conversation as a word, so that a search
 *   in a small room does not scan the messages of large ones.
 * - A transaction that writes to `message_words` adds a segment to it. Merging eight segments at a time instead of four takes less work and
 *   delays fewer transactions.
 * - The last rows of `block` may not be in `message_words` yet, see {@linkcode SqliteWords}. In databases of earlier versions
 *   all were, but for rows without messages.
 * - `seen` has the private messages that an account has received; the index finds conversations whose second user it is.
 * - `rule` has the {@linkcode Rule}s; `identities` is JSON. `link_end` finds expired invitation links.
 * - A `block` has messages of one conversation that were stored together: a row and a set of words for each message take
 *   several times as long. `id` is that of the first message, `at` the time of the latest; `messages` is decoded by
 *   `decodeBlock`. `seq` is the position of the row, in the index too: several words of a search may be in different messages.
 * - `account_change` has the latest changes of accounts, written by triggers, so that a server learns of other processes'
 *   changes.
 * - `account_address` has digests of the addresses from which an account was last used.
 * - `registrant` of an account is the identity of the guest that registered it.
 * - An entry of a block is as {@linkcode BlockEntry} says; `author` has the identities that its numbers stand for. A block
 *   only changes where texts are erased, see {@linkcode withoutTexts}: what changes made of a message is in `state`
 *   ({@linkcode StateRow}), which of its changes are edits in `edit`, and who reacted to it in `reaction`.
 * - `erasure` counts deletions of messages, and up to which of them the words are gone from the file, see
 *   {@linkcode SqliteErasure}. `filler` overwrites the pages that earlier versions freed as they were.
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
  `
  CREATE TABLE author (
    number INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE state (
    conversation INTEGER NOT NULL REFERENCES conversation (number),
    id INTEGER NOT NULL,
    rev INTEGER NOT NULL,
    edit INTEGER,
    edited INTEGER,
    deleted TEXT,
    reactions TEXT,
    PRIMARY KEY (conversation, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE edit (
    conversation INTEGER NOT NULL REFERENCES conversation (number),
    about INTEGER NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (conversation, about, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE reaction (
    conversation INTEGER NOT NULL REFERENCES conversation (number),
    about INTEGER NOT NULL,
    author INTEGER NOT NULL REFERENCES author (number),
    emoji TEXT NOT NULL,
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (conversation, about, author, emoji)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX reaction_order ON reaction (conversation, about, emoji, id);
  CREATE TABLE erasure (
    wanted INTEGER NOT NULL,
    done INTEGER NOT NULL
  ) STRICT;
  INSERT INTO erasure VALUES (0, 0);
  CREATE TABLE filler (bytes BLOB NOT NULL) STRICT;
  WITH RECURSIVE rest (pages) AS (
    SELECT freelist_count FROM pragma_freelist_count WHERE freelist_count > 0
    UNION ALL SELECT pages - 16 FROM rest WHERE pages > 16
  )
  INSERT INTO filler SELECT zeroblob(16 * page_size) FROM rest, pragma_page_size;
  DROP TABLE filler;
`,
  `
  ALTER TABLE account ADD COLUMN registrant TEXT;
`,
  `
  ALTER TABLE rule ADD COLUMN uses INTEGER;
  CREATE INDEX link_end ON rule (until) WHERE kind = 'link';
`,
  `
  INSERT INTO message_words (rowid, conversation, words)
    SELECT seq, '', '' FROM (SELECT max(seq) AS seq FROM block)
    WHERE seq > (SELECT coalesce(max(id), 0) FROM message_words_docsize);
`,
  `
  -- Before, last_id was that of the last entry. Programs that rely on it must not open the file.
`,
];
