import { assert, assertEquals } from "@std/assert";
import { guest, logIn, PASSWORD } from "../support/moderation_fixture.ts";
import { Peer } from "../support/peer.ts";
import { ask, codeOf, enter, settled } from "../support/requests.ts";
import {
  returning,
  ROOM as room,
  says,
  testInRooms,
  untilAnswered,
} from "../support/room_fixture.ts";

testInRooms(
  "a kicked member cannot return to a private room under another identity",
  [],
  async (fixture) => {
    const { server } = fixture;
    await using ana = await guest(server, "Ana");
    assertEquals(await codeOf(ana, { type: "register", password: PASSWORD }), "registered");
    await enter(ana, room);
    const token = "token of Bob";
    {
      await using bob = await returning(server, "Bob", token);
      assertEquals(await codeOf(ana, { type: "private", room, on: true }), "private");
      await bob.skipTo("private");
      assertEquals(await codeOf(bob, { type: "register", password: PASSWORD }), "registered");
      assertEquals(await codeOf(ana, { type: "kick", room, name: "Bob" }), "left");
      await bob.skipTo("left");
      assertEquals(await codeOf(bob, { type: "join", room }), "forbidden");
      assertEquals(await codeOf(bob, { type: "logout" }), "logged_out");
      assertEquals(await codeOf(bob, { type: "join", room }), "forbidden");
      assertEquals(
        await codeOf(bob, { type: "login", name: "Bob", password: PASSWORD }),
        "logged_in",
      );
      assertEquals(await codeOf(bob, { type: "join", room }), "forbidden");
    }
    // Invited as a guest on one device, banned as an account on another.
    {
      await using guest = await Peer.json(server, "Beto", { token: "another device" });
      assertEquals(await codeOf(ana, { type: "invite", room, name: "Beto" }), "invited");
      await guest.skipTo("invited");
      assertEquals(
        await codeOf(guest, { type: "login", name: "Bob", password: PASSWORD }),
        "logged_in",
      );
    }
    await using first = await logIn(server, "Bob");
    await untilAnswered(first, { type: "join", room }, "joined");
    assertEquals(await codeOf(ana, { type: "ban", room, name: "Bob" }), "banned");
    assertEquals(await codeOf(ana, { type: "unban", room, name: "Bob" }), "unbanned");
    await using second = await Peer.json(server, "Beto", { token: "another device" });
    await untilAnswered(second, { type: "join", room }, "forbidden");
    await using third = await Peer.json(server, "Bento", { token });
    await untilAnswered(third, { type: "join", room }, "forbidden");
  },
);

testInRooms("logging out leaves private rooms", [], async ({ server }) => {
  await using ana = await guest(server, "Ana");
  await using bia = await guest(server, "Bia");
  for (const peer of [ana, bia]) {
    assertEquals(await codeOf(peer, { type: "register", password: PASSWORD }), "registered");
  }
  await enter(ana, room);
  assertEquals(await codeOf(ana, { type: "private", room, on: true }), "private");
  assertEquals(await codeOf(ana, { type: "invite", room, name: "Bia" }), "invited");
  await bia.skipTo("invited");
  await enter(bia, room);
  await says(ana, "antes");
  for (const peer of [bia, ana]) {
    await settled(peer);
    await peer.send({ type: "logout", ref: 1 });
    assertEquals((await peer.skipTo("error")).code, "forbidden");
    assertEquals((await peer.skipTo("left")).room, room);
    await peer.skipTo("logged_out");
    assertEquals(await codeOf(peer, { type: "history", room }), "not_in_room");
    assertEquals(await codeOf(peer, { type: "join", room }), "forbidden");
  }
});

testInRooms(
  "a ban of a guest also keeps out their session's former account",
  [],
  async (fixture) => {
    const { server } = fixture;
    await using ana = await guest(server, "Ana");
    await using bia = await guest(server, "Bia");
    for (const peer of [ana, bia]) {
      assertEquals(await codeOf(peer, { type: "register", password: PASSWORD }), "registered");
    }
    await enter(ana, room);
    const out = await ask(bia, { type: "logout" });
    assert(out.type === "logged_out");
    assertEquals(await codeOf(ana, { type: "ban", room, name: out.name }), "banned");
    await using elsewhere = await logIn(server, "Bia");
    await untilAnswered(elsewhere, { type: "join", room }, "banned");
  },
);

testInRooms(
  "a muted guest stays muted after registering",
  [],
  async ({ server }) => {
    await using ana = await guest(server, "Ana");
    assertEquals(await codeOf(ana, { type: "register", password: PASSWORD }), "registered");
    await enter(ana, room);
    await using bob = await guest(server, "Bob", room);
    assertEquals(await codeOf(ana, { type: "mute", room, name: "Bob" }), "muted");
    await bob.skipTo("muted");
    assertEquals(await codeOf(bob, { type: "rename", name: "Beto" }), "renamed");
    assertEquals(await codeOf(bob, { type: "register", password: PASSWORD }), "registered");
    assertEquals(await codeOf(bob, { type: "say", room, text: "oi" }), "muted");
    await using elsewhere = await logIn(server, "Beto", room);
    await untilAnswered(elsewhere, { type: "say", room, text: "oi" }, "muted");
  },
);
