import type { Dial, Transport } from "../connection/transport.ts";
import { hasWidths, isMeasurable, loadWidths } from "./graphemes.ts";

const decoder = new TextDecoder();

/**
 * Makes a server's frames wait until the terminal can measure their text.
 *
 * @param dial Connects to the server.
 * @returns Connects as well; before frames with wide or combining characters, `string-width` is loaded.
 */
export function measuredDial(dial: Dial): Dial {
  return async (options) => {
    const transport = await dial(options);
    return { ...transport, frames: measuredFrames(transport.frames) };
  };
}

async function* measuredFrames(frames: Transport["frames"]): AsyncGenerator<Uint8Array[]> {
  for await (const received of frames) {
    if (!hasWidths() && !received.every((frame) => isMeasurable(decoder.decode(frame)))) {
      await loadWidths();
    }
    yield received;
  }
}
