import { assertEquals } from "@std/assert";
import { type ReadTable, TcpTable } from "./tcp_table.ts";

const HEADING =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

/** Rows as Linux writes them: a listener, a connection with bytes on the way, one without, and one over IPv6. */
const IPV4 = HEADING + [
  "   0: 00000000:3039 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 70 1",
  "   1: 0264C6CB:3039 0764C6CB:D431 01 0000001F:00000000 01:000002A8 00000007     0        0 71 3",
  "   2: 0264C6CB:3039 0764C6CB:D432 01 00000000:00000000 02:000002A8 00000000     0        0 72 2",
].map((row) => `${row.padEnd(149)}\n`).join("");
const IPV6 = HEADING +
  "   0: B80D0120000000000000000002000000:3039 0000000000000000FFFF00000764C6CB:D431 01 0000000A:00000000 01:00000010 00000002     0        0 73 2\n" +
  "   1: B80D0120000000000000000002000000:3039 B80D0120000000000000000007000000:D431 01 0000000B:00000000 04:00000010 00000000 65534        3 74 2\n";

/** A table that is read in parts. */
function table(text: string, part = 4_050): TcpTable {
  const bytes = new TextEncoder().encode(text);
  const read: ReadTable = (buffer, position) => {
    const given = bytes.subarray(position, position + Math.min(part, buffer.length));
    buffer.set(given);
    return Promise.resolve(given.length);
  };
  return new TcpTable(() => Promise.resolve(read));
}

function find(table: TcpTable, remote: string, port: number, local = "203.198.100.2") {
  return table.find({
    localAddr: { hostname: local, port: 12345 },
    remoteAddr: { hostname: remote, port },
  });
}

Deno.test("TcpTable finds a connection by its addresses", async () => {
  for (const part of [4_050, 151, 7]) {
    const given = table(IPV4, part);
    assertEquals(await find(given, "203.198.100.7", 0xd431), { bytes: 31, attempts: 7 });
    assertEquals(await find(given, "203.198.100.7", 0xd432), { bytes: 0, attempts: 0 });
    assertEquals(await find(given, "203.198.100.7", 0xd433), undefined);
    // Also where the socket takes both families.
    const mapped = await find(given, "::ffff:203.198.100.7", 0xd431, "::ffff:203.198.100.2");
    assertEquals(mapped, { bytes: 31, attempts: 7 });
  }
});

Deno.test("TcpTable finds a connection over IPv6", async () => {
  const given = table(IPV6);
  const local = "2001:db8::2";
  assertEquals(await find(given, "2001:db8::7", 0xd431, local), { bytes: 11, attempts: 3 });
  assertEquals(await find(given, "2001:db8::8", 0xd431, local), undefined);
});

Deno.test("TcpTable knows nothing without a table", async () => {
  for (const text of ["", "rubbish\n", IPV4.slice(HEADING.length), HEADING]) {
    assertEquals(await find(table(text), "203.198.100.7", 0xd431), undefined);
  }
  const none = new TcpTable(() => Promise.resolve(undefined));
  assertEquals(await find(none, "203.198.100.7", 0xd431), undefined);
  const failing = new TcpTable(() => Promise.reject(new Error("closed")));
  assertEquals(await find(failing, "203.198.100.7", 0xd431), undefined);
});

Deno.test("TcpTable reads once for all who ask at the same time", async () => {
  let reads = 0;
  const bytes = new TextEncoder().encode(IPV4);
  const given = new TcpTable(() =>
    Promise.resolve((buffer, position) => {
      if (position === 0) reads++;
      buffer.set(bytes.subarray(position));
      return Promise.resolve(bytes.length - position);
    })
  );
  const found = await Promise.all([0xd431, 0xd432, 0xd431].map((port) => {
    return find(given, "203.198.100.7", port);
  }));
  assertEquals(found.map((one) => one?.bytes), [31, 0, 31]);
  assertEquals(reads, 1);
});
