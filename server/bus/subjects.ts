import { Buffer } from "node:buffer";

/** The subjects of one chat in NATS, apart from those of others that share the server. */
export class Subjects {
  /** What every node hears. */
  readonly all: string;
  readonly #prefix: string;

  /** @param cluster Tells this chat from others: letters, digits and dashes. */
  constructor(cluster: string) {
    this.#prefix = `chat.${cluster}`;
    this.all = `${this.#prefix}.all`;
  }

  /**
   * Returns the subject of a topic. Names may have dots, spaces and wildcards in them, which mean something in a subject;
   * so they are written in base64url, which has none.
   */
  ofTopic(topic: string): string {
    const kind = topic.startsWith("#") ? "room" : "person";
    return `${this.#prefix}.${kind}.${Buffer.from(topic.slice(1)).toString("base64url")}`;
  }
}
