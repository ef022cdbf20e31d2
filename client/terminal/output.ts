import process from "node:process";
import { Writable } from "node:stream";

/** The terminal as what readline writes to; it can be told to show nothing of that. */
export class Output extends Writable {
  isMuted = false;
  readonly isTTY = true;

  constructor() {
    super({ decodeStrings: false });
    process.stdout.on("resize", () => this.emit("resize"));
  }

  get columns(): number {
    return process.stdout.columns;
  }

  get rows(): number {
    return process.stdout.rows;
  }

  override _write(chunk: string | Uint8Array, _encoding: string, done: () => void): void {
    if (!this.isMuted) process.stdout.write(chunk);
    done();
  }
}
