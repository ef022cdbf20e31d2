/**
 * The minimal server in Deno that can run the scenarios in the JSON dialect: it reads frames, adds the sender's name and
 * writes them. It checks and stores nothing and does not detect stuck or dead peers, so its cost is that of the runtime
 * and the kernel.
 */
import { encodeFrame } from "../../protocol/framing/encode_frame.ts";
import { MAX_WRITES } from "../../server/send/tick.ts";

interface Member {
  readonly conn: Deno.TcpConn;
  name: string;
  room: Room | undefined;
}

interface Room {
  readonly name: string;
  readonly members: Member[];
  id: number;
}

const rooms = new Map<string, Room>();
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const soon = Promise.resolve();
const due: [conn: Deno.TcpConn, bytes: Uint8Array][] = [];

const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
const { hostname, port } = listener.addr as Deno.NetAddr;
Deno.stdout.writeSync(encoder.encode(`[ESCUTANDO] Servidor em ${hostname}:${port}\n`));
for (;;) void serve(await listener.accept()).catch(() => {});

async function serve(conn: Deno.TcpConn): Promise<void> {
  conn.setNoDelay(true);
  const member: Member = { conn, name: "", room: undefined };
  const buffer = new Uint8Array(64 * 1024);
  let held = 0;
  for (;;) {
    const count = await conn.read(buffer.subarray(held));
    if (count === null) return conn.close();
    const end = held + count;
    let start = 0;
    while (end - start >= 4) {
      const length = (buffer[start + 2]! << 8) | buffer[start + 3]!;
      const next = start + 4 + length;
      if (next > end) break;
      take(member, JSON.parse(decoder.decode(buffer.subarray(start + 4, next))));
      start = next;
    }
    buffer.copyWithin(0, start, end);
    held = end - start;
    // Read again only after the results are written, see server/send/tick.ts.
    await soon;
  }
}

function take(member: Member, message: Record<string, string>): void {
  const { type, name = "", room: roomName = "", text } = message;
  if (type === "hello") {
    member.name = name;
    push(member.conn, encodeFrame(`{"type":"joined","room":"#geral"}`));
  } else if (type === "join") {
    const room = rooms.get(roomName) ?? { name: roomName, members: [], id: 0 };
    rooms.set(roomName, room);
    room.members.push(member);
    member.room = room;
    push(member.conn, encodeFrame(`{"type":"history","room":"${roomName}"}`));
  } else if (type === "say" && member.room) {
    const { members, name } = member.room;
    const [id, at] = [++member.room.id, Date.now()];
    const json = `{"type":"message","id":${id},"room":"${name}","from":"${member.name}","text":${
      JSON.stringify(text)
    },"at":${at}}`;
    const bytes = encodeFrame(json);
    for (const { conn } of members) push(conn, bytes);
  }
}

function push(conn: Deno.TcpConn, bytes: Uint8Array): void {
  if (due.push([conn, bytes]) === 1) void soon.then(write);
}

function write(): void {
  for (const [conn, bytes] of due.splice(0, MAX_WRITES)) conn.write(bytes).catch(() => {});
  if (due.length > 0) setImmediate(write);
}
