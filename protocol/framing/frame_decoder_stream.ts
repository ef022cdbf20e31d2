import { FrameDecoder, type FrameDecoderOptions } from "./frame_decoder.ts";

/**
 * Transforms a stream of bytes into the payloads of the frames in it. The payloads that one chunk completes come as one
 * array, so that a burst of small frames costs one step of the stream.
 *
 * The stream errors with a `RangeError` at a length over the limit, after the payloads before it, and with an `Error` if
 * its source ends inside a frame.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { FrameDecoderStream } from "./frame_decoder_stream.ts";
 *
 * const stream = ReadableStream.from([new Uint8Array([0, 0, 0, 1]), new Uint8Array([65, 0, 0, 0, 0])])
 *   .pipeThrough(new FrameDecoderStream());
 * assertEquals(await Array.fromAsync(stream), [[new Uint8Array([65]), new Uint8Array(0)]]);
 * ```
 */
export class FrameDecoderStream extends TransformStream<Uint8Array, Uint8Array[]> {
  /**
   * Constructs a new instance.
   *
   * @param options The largest payload accepted.
   */
  constructor(options: FrameDecoderOptions = {}) {
    const decoder = new FrameDecoder(options);
    super({
      transform: (chunk, controller) => {
        const frames = decoder.push(chunk);
        if (frames.length > 0) controller.enqueue(frames);
        // Rejecting later lets the reader get the payloads before the error.
        if (decoder.error) return Promise.reject(decoder.error);
      },
      flush: () => {
        if (decoder.pending > 0) {
          throw new Error(
            `Cannot decode frame as the stream ended inside it: ${decoder.pending} bytes were left`,
          );
        }
      },
    });
  }
}
