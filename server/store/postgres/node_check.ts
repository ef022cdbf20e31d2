/**
 * Allows a node to write only while its row exists. The row exists as long as its sessions own their names, and cannot be
 * removed while a transaction holds it.
 */
export const POSTGRES_NODE_CHECK = `
  CREATE FUNCTION chat.check_node(node_id uuid) RETURNS boolean LANGUAGE plpgsql AS $body$
  BEGIN
    IF node_id IS NOT NULL THEN
      PERFORM FROM chat.node WHERE id = node_id FOR KEY SHARE;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'the lease of this node has run out' USING ERRCODE = 'CH002';
      END IF;
    END IF;
    RETURN true;
  END
  $body$;

  CREATE FUNCTION chat.append_for(
    node_id uuid, writer_id uuid, writer_epoch bigint, writer_batch bigint, drafts_json text, nonce_lifetime bigint
  ) RETURNS jsonb LANGUAGE plpgsql AS $body$
  BEGIN
    PERFORM chat.check_node(node_id);
    RETURN chat.append(writer_id, writer_epoch, writer_batch, drafts_json, nonce_lifetime);
  END
  $body$;
`;
