/** Closes a connection that may be closed already, for which Deno throws. */
export function closeQuietly(conn: Pick<Deno.Conn, "close">): void {
  try {
    conn.close();
  } catch {
    // Already closed.
  }
}
