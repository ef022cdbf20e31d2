import { Buffer } from "node:buffer";

/** NATS subjects of one chat, separate from those of other chats on the same server. */
export class Subjects {
  /** Subject that every node subscribes to. */
  readonly all: string;
  readonly #prefix: string;

  /** @param cluster Identifies this chat: letters, digits and dashes. */
  constructor(cluster: string) {
    this.#prefix = `chat.${cluster}`;
    this.all = `${this.#prefix}.all`;
  }

  /**
   * Returns the subject of a topic. Names may contain dots, spaces and wildcards, which have a meaning in subjects, so they
   * are encoded in base64url.
   */
  ofTopic(topic: string): string {
    const kind = topic.startsWith("#") ? "room" : "person";
    return `${this.#prefix}.${kind}.${Buffer.from(topic.slice(1)).toString("base64url")}`;
  }
}
