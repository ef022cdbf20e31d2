/**
 * The minimal server in Deno that can run the scenarios in the JSON dialect: it reads frames, adds the sender's name and
 * writes them. It checks and stores nothing and does not detect stuck or dead peers, so its cost is that of the runtime
 * and the kernel.
 */
import { type BareMember, BareRooms } from "./bare_rooms.ts";

const rooms = new BareRooms();
const soon = Promise.resolve();

const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
const { hostname, port } = listener.addr as Deno.NetAddr;
const line = `[ESCUTANDO] Servidor em ${hostname}:${port}\n`;
Deno.stdout.writeSync(new TextEncoder().encode(line));
for (;;) void serve(await listener.accept()).catch(() => {});

async function serve(conn: Deno.TcpConn): Promise<void> {
  conn.setNoDelay(true);
  const member: BareMember = {
    write: (bytes) => void conn.write(bytes).catch(() => {}),
    name: "",
    room: undefined,
    due: [],
  };
  const buffer = new Uint8Array(64 * 1024);
  let held = 0;
  for (;;) {
    const count = await conn.read(buffer.subarray(held));
    if (count === null) return conn.close();
    held = rooms.receive(member, buffer, held + count);
    // Read again only after the results are written, see server/send/tick.ts.
    await soon;
  }
}
