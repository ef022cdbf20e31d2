import { assertEquals } from "@std/assert";
import { MemoryStore } from "../store/memory/store.ts";
import { dispatch } from "../session/dispatch.ts";
import { nextTick, TestHub, TestMember } from "../testing/test_hub.ts";

/** Store that counts how often its rooms are read. */
class CountingStore extends MemoryStore {
  reads = 0;

  override rooms(limit: number) {
    this.reads++;
    return super.rooms(limit);
  }
}

Deno.test("lists that follow each other read the stored rooms once, until a room closes", async () => {
  const store = new CountingStore();
  await using hub = new TestHub({ store });
  const alice = TestMember.in(hub, "Alice");
  const list = async () => {
    await dispatch(hub, alice.member, { type: "list" });
    const rooms = alice.take().flatMap((event) => event.type === "rooms" ? event.rooms : []);
    return rooms.map(({ name, members }) => [name, members]);
  };
  const close = async (room: string) => {
    await dispatch(hub, alice.member, { type: "join", room });
    dispatch(hub, alice.member, { type: "say", room, text: "oi" });
    await nextTick();
    assertEquals(await list(), [["#geral", 1], [room, 1]].concat(closed));
    dispatch(hub, alice.member, { type: "leave", room });
    closed.unshift([room, 0]);
  };
  const closed: (string | number)[][] = [];
  for (const room of ["#a", "#b"]) {
    await close(room);
    const { reads } = store;
    for (let times = 0; times < 3; times++) {
      assertEquals(await list(), [["#geral", 1], ...closed]);
    }
    assertEquals(store.reads, reads + 1);
  }
});
