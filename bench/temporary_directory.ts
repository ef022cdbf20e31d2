import { onInterrupt } from "./on_interrupt.ts";

/** A directory that is removed when it is disposed. */
export class TemporaryDirectory implements AsyncDisposable {
  readonly path: string = Deno.makeTempDirSync({ prefix: "chat-bench-" });
  readonly #undo = onInterrupt(() => Deno.removeSync(this.path, { recursive: true }));

  async [Symbol.asyncDispose](): Promise<void> {
    this.#undo[Symbol.dispose]();
    await Deno.remove(this.path, { recursive: true });
  }
}
