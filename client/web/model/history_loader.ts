import type { ChatModel } from "../../conversation/chat_model.ts";
import type { ConversationSignals } from "./conversation_signals.ts";

/** Messages loaded at a time on scrolling up. */
const PAGE_SIZE = 50;

/** Messages loaded around one that the user jumps to: more than a window has, so that it loads no more at once. */
const JUMP_SIZE = 100;

/** Loads and shows messages other than the latest ones. While it does, `isLoading` of the conversation is set. */
export class HistoryLoader {
  readonly #model: () => ChatModel | undefined;

  /** @param model Returns the chat; `undefined` before login. */
  constructor(model: () => ChatModel | undefined) {
    this.#model = model;
  }

  /** Loads the messages before the shown ones, or the latest if there are none. Resolves when they are added. */
  loadOlder(conversation: ConversationSignals, limit = PAGE_SIZE): Promise<void> {
    return this.#load(conversation, (model, onLoaded) => {
      model.loadOlder(conversation.model, limit, onLoaded);
    });
  }

  /** Loads the messages after the shown ones. Resolves when they are added. */
  loadNewer(conversation: ConversationSignals): Promise<void> {
    return this.#load(conversation, (model, onLoaded) => {
      model.loadNewer(conversation.model, PAGE_SIZE, onLoaded);
    });
  }

  /** Shows a message, see {@linkcode ChatModel.jumpTo}; calls `onShown` when it is there, in the same render. */
  jumpTo(conversation: ConversationSignals, id: number, onShown: () => void): void {
    const model = this.#model();
    if (!model) return;
    conversation.isLoading.value = true;
    model.jumpTo(conversation.model, id, JUMP_SIZE, (isThere) => {
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
