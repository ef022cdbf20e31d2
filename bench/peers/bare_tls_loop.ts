/**
 * The minimal server on the TLS server of `node:tls` that can run the scenarios in the JSON dialect, as `bare_loop.ts` does
 * without TLS: the cost of the runtime, the cipher and the kernel. Arguments: the files of the certificate and its key.
 */
import { concat } from "@std/bytes/concat";
import { createServer, type TLSSocket } from "node:tls";
import { type BareMember, BareRooms } from "./bare_rooms.ts";

const [cert, key] = Deno.args.map((file) => Deno.readTextFileSync(file));
const rooms = new BareRooms();

const server = createServer({ cert: cert!, key: key! }, serve);
server.on("tlsClientError", () => {});
server.listen({ host: "127.0.0.1", port: 0, backlog: 4_096 }, () => {
  const { address, port } = server.address() as { address: string; port: number };
  const line = `[ESCUTANDO] Servidor em ${address}:${port}\n`;
  Deno.stdout.writeSync(new TextEncoder().encode(line));
});

function serve(socket: TLSSocket): void {
  const member: BareMember = {
    write: (bytes) => void socket.write(bytes),
    name: "",
    room: undefined,
    due: [],
  };
  /** The start of an incomplete frame. */
  let rest = new Uint8Array(0);
  socket.setNoDelay(true);
  socket.on("error", () => {});
  socket.on("data", (bytes: Uint8Array) => {
    const buffer = rest.length === 0 ? bytes : concat([rest, bytes]);
    rest = buffer.slice(0, rooms.receive(member, buffer, buffer.length));
  });
}
