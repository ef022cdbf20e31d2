import type { ChatModel } from "../../conversation/chat_model.ts";
import type { ConversationSignals } from "./conversation_signals.ts";

/** Loads and shows messages other than the latest ones. While it does, `isLoading` of the conversation is set. */
export class HistoryLoader {
  readonly #model: () => ChatModel | undefined;

  /** @param model Returns the chat; `undefined` before login. */
  constructor(model: () => ChatModel | undefined) {
    this.#model = model;
  }

  /** Loads the messages before the shown ones, or the latest if there are none. Resolves when they are added. */
  loadOlder(conversation: ConversationSignals, limit?: number): Promise<void> {
    return this.#load(conversation, (model, onLoaded) => {
      model.loadOlder(conversation.model, onLoaded, limit);
    });
  }

  /** Loads the messages after the shown ones. Resolves when they are added. */
  loadNewer(conversation: ConversationSignals): Promise<void> {
    return this.#load(conversation, (model, onLoaded) => {
      model.loadNewer(conversation.model, onLoaded);
    });
  }

  /** Shows a message, see {@linkcode ChatModel.jumpTo}; calls `onShown` when it is there, in the same render. */
  jumpTo(conversation: ConversationSignals, id: number, onShown: () => void): void {
    const model = this.#model();
    if (!model) return;
    conversation.isLoading.value = true;
    model.jumpTo(conversation.model, id, (isThere) => {
      endLoading(conversation);
      if (isThere) onShown();
    });
  }

  /** Shows the latest messages again, after a jump. */
  showLatest(conversation: ConversationSignals): void {
    conversation.isLoading.value = true;
    conversation.target.value = undefined;
    conversation.model.showLatest();
    endLoading(conversation);
  }

  #load(
    conversation: ConversationSignals,
    load: (model: ChatModel, onLoaded: () => void) => void,
  ): Promise<void> {
    const model = this.#model();
    if (conversation.isLoading.value || !model) return Promise.resolve();
    conversation.isLoading.value = true;
    const { promise, resolve } = Promise.withResolvers<void>();
    load(model, () => {
      endLoading(conversation);
      resolve();
    });
    return promise;
  }
}

/** Shows what was loaded. While loading, screen readers do not read out what is added, so it ends after the render. */
function endLoading(conversation: ConversationSignals): void {
  conversation.update();
  setTimeout(() => conversation.isLoading.value = false);
}
