/** Closes a connection that may be closed already, which Deno takes for an error. */
export function closeQuietly(conn: Pick<Deno.Conn, "close">): void {
  try {
    conn.close();
  } catch {
    // It was closed before.
  }
}
