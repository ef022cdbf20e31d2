/** Closes a connection; Deno throws if it was closed before. */
export function closeQuietly(conn: Pick<Deno.Conn, "close">): void {
  try {
    conn.close();
  } catch {
    // It was closed before.
  }
}
