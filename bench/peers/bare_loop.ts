/**
 * The least that a server in Deno can do and be measured as the program is, in the JSON dialect: frames in, the name put
 * before them, frames out. It checks nothing, keeps nothing, and cannot tell when a peer is stuck or gone: what it takes
 * is the runtime's and the kernel's.
 */

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

/** Writes that are begun before the event loop goes around; beyond 128 the runtime puts them off. */
const MAX_WRITES = 60;

const rooms = new Map<string, Room>();
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const soon = Promise.resolve();
let due: [conn: Deno.TcpConn, bytes: Uint8Array][] = [];
let begun = 0;

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
    // Not before what came of it is written, see server/turn.ts.
    await soon;
  }
}

function take(member: Member, message: Record<string, string>): void {
  const { type, name = "", room: roomName = "", text } = message;
  if (type === "hello") {
    member.name = name;
    push(member.conn, `{"type":"joined","room":"#geral"}`);
  } else if (type === "join") {
    const room = rooms.get(roomName) ?? { name: roomName, members: [], id: 0 };
    rooms.set(roomName, room);
    room.members.push(member);
    member.room = room;
    push(member.conn, `{"type":"history","room":"${roomName}"}`);
  } else if (type === "say" && member.room) {
    const { members, name } = member.room;
    const [id, at] = [++member.room.id, Date.now()];
    const json = `{"type":"message","id":${id},"room":"${name}","from":"${member.name}","text":${
      JSON.stringify(text)
    },"at":${at}}`;
    const bytes = frame(json);
    for (const { conn } of members) pushBytes(conn, bytes);
  }
}

function push(conn: Deno.TcpConn, json: string): void {
  pushBytes(conn, frame(json));
}

function pushBytes(conn: Deno.TcpConn, bytes: Uint8Array): void {
  if (due.push([conn, bytes]) === 1) void soon.then(write);
}

function write(): void {
  for (const end = Math.min(due.length, begun + MAX_WRITES); begun < end; begun++) {
    const [conn, bytes] = due[begun]!;
    conn.write(bytes).catch(() => {});
  }
  if (begun < due.length) return void setImmediate(write);
  due = [];
  begun = 0;
}

function frame(json: string): Uint8Array {
  const bytes = encoder.encode(`\0\0\0\0${json}`);
  const length = bytes.length - 4;
  bytes[2] = length >> 8;
  bytes[3] = length;
  return bytes;
}
