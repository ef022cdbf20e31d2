/** Functions that remove messages with their changes, and edits of messages that are not stored any more. */
export const POSTGRES_REMOVALS = `
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
