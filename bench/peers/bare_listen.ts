/** The minimal server in Deno, whose start time is compared with the program's. */
const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
const { hostname, port } = listener.addr as Deno.NetAddr;
const line = `[ESCUTANDO] Servidor em ${hostname}:${port}\n`;
Deno.stdout.writeSync(new TextEncoder().encode(line));
for await (const conn of listener) conn.close();
