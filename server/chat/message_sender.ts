import type { ChangeRequest } from "../../protocol/messages/changes.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { directKey } from "../store/store.ts";
import type { Changes } from "./changes.ts";
import type { Recipient } from "./directory.ts";
import type { Member } from "./member.ts";
import type { Destination, MessagePipeline, OutgoingMessage } from "./message_pipeline.ts";
import type { Access } from "./moderation/access.ts";
import type { Room } from "./room.ts";
import type { Rooms } from "./rooms.ts";
import type { Refusal } from "../net/refusal.ts";

/** The parts of the hub that {@linkcode MessageSender} needs. */
export interface MessageSenderHost {
  readonly rooms: Rooms;
  readonly access: Access;
  readonly changes: Changes;
  readonly pipeline: MessagePipeline;
  /** Sends an error to a member. */
  refuse(member: Member, refusal: Refusal, ref?: Ref): void;
}

/** Adds members' messages, and their changes to messages, to the pipeline, if the member may speak there. */
export class MessageSender {
  readonly #host: MessageSenderHost;

  constructor(host: MessageSenderHost) {
    this.#host = host;
  }

  say(member: Member, name: string, message: OutgoingMessage): void {
    const room = this.#roomToSpeakIn(member, name, message.ref);
    if (room === undefined) return;
    this.#host.pipeline.add(member, toDestination(room), message);
  }

  direct(member: Member, to: Recipient, message: OutgoingMessage): void {
    this.#host.pipeline.add(member, toPrivate(member, to), message);
  }

  /** Changes a message of a room that a member is in and may speak in. */
  changeInRoom(member: Member, name: string, request: ChangeRequest): void {
    const room = this.#roomToSpeakIn(member, name, request.ref);
    if (room === undefined) return;
    const { changes, pipeline } = this.#host;
    pipeline.change(member, toDestination(room), changes.toOutgoing(member, request, room));
  }

  /** Changes a message of a member's private conversation with another user. */
  changeDirect(member: Member, other: Recipient, request: ChangeRequest): void {
    const { changes, pipeline } = this.#host;
    pipeline.change(member, toPrivate(member, other), changes.toOutgoing(member, request));
  }

  /** Returns a room that a member is in and may speak in; otherwise refuses the request. */
  #roomToSpeakIn(member: Member, name: string, ref: Ref | undefined): Room | undefined {
    const { access, rooms } = this.#host;
    const room = rooms.of(member, name, ref);
    const refusal = room && access.refuseSpeech(member, room);
    if (refusal === undefined) return room;
    this.#host.refuse(member, refusal, ref);
    return undefined;
  }
}

function toDestination({ key, name }: Room): Destination {
  return { kind: "room", conversation: key, to: name };
}

function toPrivate(member: Member, { identity, name }: Recipient): Destination {
  return { kind: "direct", conversation: directKey(member.identity, identity), to: name };
}
