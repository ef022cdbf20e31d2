import { encodeFrame, type FrameEncoderOptions } from "./encode_frame.ts";

/**
 * Transforms a stream of payloads into a stream of frames. The stream errors with a `RangeError` at a payload over the
 * limit.
 *
 * @example Encode and decode
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { FrameDecoderStream } from "./frame_decoder_stream.ts";
 * import { FrameEncoderStream } from "./frame_encoder_stream.ts";
 *
 * const stream = ReadableStream.from(["Olá", new Uint8Array(0)])
 *   .pipeThrough(new FrameEncoderStream())
 *   .pipeThrough(new FrameDecoderStream());
 * const frames = (await Array.fromAsync(stream)).flat();
 * assertEquals(frames.map((frame) => new TextDecoder().decode(frame)), ["Olá", ""]);
 * ```
 */
export class FrameEncoderStream extends TransformStream<Uint8Array | string, Uint8Array> {
  /**
   * Constructs a new instance.
   *
   * @param options The largest payload accepted.
   */
  constructor(options: FrameEncoderOptions = {}) {
    super({
      transform: (payload, controller) => controller.enqueue(encodeFrame(payload, options)),
    });
  }
}
