/**
 * WebSocket frames (RFC 6455): from bytes to text messages and back.
 *
 * Nothing here knows HTTP, whose handshake came before, or what the messages mean.
 *
 * @module
 */
import { decodeUtf8 } from "../dialect/dialect.ts";
import { decodeBatch } from "../net/decode_batch.ts";
import { type FrameReader, frameTooLarge } from "../net/frame_reader.ts";
import type { Refusal } from "../net/refusal.ts";
import { CLOSE_CODE, closeViolation } from "./close_code.ts";
import { encodeControl } from "./encode_frames.ts";
import { type FrameHeader, headerLength, MAX_HEADER, readHeader } from "./frame_header.ts";
import { ByteBuilder } from "../collections/byte_builder.ts";
import { MAX_CONTROL, OPCODE } from "./opcode.ts";

/** Close codes by the reason that ended the session; others are a normal closure. */
const CLOSE_CODES: Readonly<Record<string, number>> = {
  shutting_down: CLOSE_CODE.goingAway,
  slow_reader: CLOSE_CODE.policyViolation,
  timeout: CLOSE_CODE.policyViolation,
  idle: CLOSE_CODE.policyViolation,
  frame_too_large: CLOSE_CODE.messageTooBig,
};

const NOTHING = new Uint8Array(0);

/**
 * Extracts WebSocket messages from the bytes of a client (RFC 6455). It holds at most twice the bytes of an allowed
 * message: a length above the limit is rejected at its header, however many fragments came before.
 */
export class WebSocketFrameReader implements FrameReader {
  readonly #maxLength: number;
  /** Incomplete header. */
  readonly #header = new Uint8Array(MAX_HEADER);
  #headerSize = 0;
  /** Frame whose payload is being received, with the bytes so far. */
  #frame: FrameHeader | undefined;
  #taken = 0;
  /** Bytes of the incomplete message and of the control frame. */
  readonly #message = new ByteBuilder();
  readonly #control = new ByteBuilder();
  #isInMessage = false;
  #overhead = 0;
  #reply: Uint8Array = NOTHING;
  #problem: Refusal | undefined;
  /** Close code of a violation of WebSocket itself. */
  #problemCode: number | undefined;
  #isOver = false;

  /** @param maxLength Largest message accepted, in bytes. */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  get pending(): number {
    const size = this.#headerSize + this.#control.size + this.#message.size;
    // An incomplete message may have no bytes yet.
    return size === 0 && (this.#frame || this.#isInMessage) ? 1 : size;
  }

  get announced(): number {
    const isMessage = this.#frame !== undefined && !this.#frame.isControl;
    // The frame's bytes are already counted in the message's.
    return this.#message.size + (isMessage ? this.#frame!.length - this.#taken : 0);
  }

  get problem(): Refusal | undefined {
    return this.#problem;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  push(chunk: Uint8Array): readonly string[] {
    const payloads: Uint8Array[] = [];
    let offset = 0;
    while (offset < chunk.length && !this.#problem && !this.#isOver) {
      if (this.#frame) {
        const end = Math.min(chunk.length, offset + this.#frame.length - this.#taken);
        this.#takePayload(this.#frame, chunk.subarray(offset, end), payloads);
        offset = end;
      } else {
        this.#header[this.#headerSize++] = chunk[offset++]!;
        if (this.#headerSize >= 2 && this.#headerSize === headerLength(this.#header)) {
          this.#begin(readHeader(this.#header), payloads);
        }
      }
    }
    return this.#decode(payloads);
  }

  takeOverhead(): number {
    const overhead = this.#overhead;
    this.#overhead = 0;
    return overhead;
  }

  takeReply(): Uint8Array {
    const reply = this.#reply;
    this.#reply = NOTHING;
    return reply;
  }

  closeFrame(reason: string): Uint8Array {
    const code = this.#problemCode ?? CLOSE_CODES[reason] ?? CLOSE_CODE.normal;
    return encodeControl(OPCODE.close, new Uint8Array([code >> 8, code & 0xff]));
  }

  #begin(frame: FrameHeader, payloads: Uint8Array[]): void {
    this.#headerSize = 0;
    this.#refuse(frame);
    if (this.#problem) return;
    this.#frame = frame;
    this.#taken = 0;
    if (!frame.isControl) this.#isInMessage = true;
    if (frame.length === 0) this.#takePayload(frame, NOTHING, payloads);
  }

  /** Records a violation in a frame's header, if there is one. */
  #refuse(
    { opcode, isControl, isFinal, isMasked, hasExtensions, length, isLengthValid }: FrameHeader,
  ): void {
    if (!isMasked) return this.#fail("WebSocket: MASK");
    if (hasExtensions) return this.#fail("WebSocket: RSV");
    if (!isLengthValid) return this.#fail("WebSocket: length");
    if (isControl) {
      if (!isFinal || length > MAX_CONTROL) return this.#fail("WebSocket: control");
      if (opcode > OPCODE.pong) this.#fail(`WebSocket: opcode ${opcode}`);
      return;
    }
    if (opcode > OPCODE.binary || (opcode === OPCODE.continuation) !== this.#isInMessage) {
      return this.#fail(`WebSocket: opcode ${opcode}`);
    }
    if (opcode === OPCODE.binary) {
      return this.#fail("WebSocket: binary", CLOSE_CODE.unsupportedData);
    }
    const whole = this.#message.size + length;
    if (whole > this.#maxLength) {
      this.#problem = frameTooLarge(whole, this.#maxLength);
    }
  }

  #fail(value: string, code: number = CLOSE_CODE.protocolError): void {
    this.#problem = { code: "bad_message", value };
    this.#problemCode = code;
  }

  #takePayload(frame: FrameHeader, bytes: Uint8Array, payloads: Uint8Array[]): void {
    const deliveryFor = frame.isControl ? this.#control : this.#message;
    const isWhole = bytes.length === frame.length && frame.isFinal && deliveryFor.size === 0;
    const part = isWhole ? bytes : deliveryFor.add(bytes);
    unmask(part, frame.mask, this.#taken);
    this.#taken += bytes.length;
    if (this.#taken < frame.length) return;
    this.#frame = undefined;
    if (frame.isControl || !frame.isFinal) this.#overhead++;
    if (!frame.isFinal) return;
    const payload = isWhole ? part : deliveryFor.take();
    if (frame.isControl) this.#obey(frame.opcode, payload);
    else {
      this.#isInMessage = false;
      payloads.push(payload);
    }
  }

  /** Decodes the messages of a chunk, up to the first that is not UTF-8. */
  #decode(payloads: readonly Uint8Array[]): readonly string[] {
    const messages: string[] = [];
    for (const payload of decodeBatch(payloads)) {
      const text = decodeUtf8(payload);
      if (text === undefined) {
        this.#fail("UTF-8", CLOSE_CODE.invalidPayload);
        break;
      }
      messages.push(text);
    }
    return messages;
  }

  #obey(opcode: number, payload: Uint8Array): void {
    if (opcode === OPCODE.close) {
      const violation = closeViolation(payload);
      if (violation === undefined) this.#isOver = true;
      else this.#fail("WebSocket: close", violation);
    }
    // Answers only the latest of several pings (RFC 6455, 5.5.3), so that a read causes at most one answer.
    if (opcode === OPCODE.ping) this.#reply = encodeControl(OPCODE.pong, payload);
  }
}

/** Undoes the masking of a part of a payload, which begins at an index of it; four bytes at a time. */
function unmask(bytes: Uint8Array, mask: Uint8Array, from: number): void {
  const { length } = bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const [one, two, three, four] = [0, 1, 2, 3].map((index) => mask[(from + index) & 3]!);
  const word = one! << 24 | two! << 16 | three! << 8 | four!;
  let index = 0;
  for (; index + 4 <= length; index += 4) view.setInt32(index, view.getInt32(index) ^ word);
  for (; index < length; index++) bytes[index]! ^= mask[(from + index) & 3]!;
}
