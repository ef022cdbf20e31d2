import { TextLineStream } from "@std/streams/text-line-stream";
import { Failure } from "../cli/failure.ts";
import { print, printError } from "../cli/print.ts";
import type { Catalogue } from "../locale/catalogue.ts";
import { eventEntries, helpEvents } from "../locale/event_lines.ts";
import { commandForm } from "../locale/problem_text.ts";
import { LOBBY, nameKey } from "../protocol/names.ts";
import { ChatClient } from "./client.ts";
import type { InterfaceOptions } from "./connect.ts";
import type { Answer } from "./answer.ts";
import { Conversation } from "./conversation.ts";
import type { Closed } from "./event.ts";
import { UNREADABLE } from "./final.ts";
import { introduce } from "./introduce.ts";
import { lastWords } from "./last_words.ts";
import { type Shown, shownLine } from "./shown.ts";

/** Most requests that are unanswered at a time; the input waits meanwhile. */
export const MAX_UNANSWERED = 64;

/** The lines of standard input, without their line breaks. */
export function inputLines(): ReadableStream<string> {
  return Deno.stdin.readable
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream());
}

/**
 * Talks without a terminal: sends each line of standard input, prints what arrives, and ends when the input has ended
 * and all of it was answered.
 *
 * @param options Where to connect, and as whom.
 * @returns The exit code: 1 if anything was refused.
 * @throws {Failure} If there is no connection to be had, the name is refused, or the server is gone for good.
 */
export async function pipe(options: InterfaceOptions & { readonly name: string }): Promise<number> {
  const { texts, room } = options;
  let code = 0;
  const closed = Promise.withResolvers<Closed>();
  const client: ChatClient = new ChatClient({
    dial: options.dial,
    onEvent: (event) => {
      if (event.type === "closed") return closed.resolve(event);
      if (event.type === "recent") return;
      const isError = event.type === "server" && event.message.type === "error";
      if (isError) code = 1;
      for (const shown of conversation.show(event)) {
        (isError ? printError : print)(shownLine(shown, texts));
      }
    },
  });
  const conversation = new Conversation(client, texts, false);
  await enter(client, options);
  if (nameKey(room) !== LOBBY) {
    conversation.move(room);
    await client.settled();
  }
  for await (const line of inputLines()) {
    const answer = conversation.enter(line);
    if ("type" in answer && answer.type === "quit") break;
    for (const shown of toShow(answer, texts)) print(shownLine(shown, texts));
    await client.settled(MAX_UNANSWERED);
  }
  await client.settled();
  const isUnanswered = client.unanswered > 0;
  client.quit();
  const end = await closed.promise;
  if (isUnanswered) throw new Failure(lastWords(end, options.address(), texts));
  return code;
}

/** Gives what to show of an answer where nobody can be asked for anything. */
function toShow(answer: Answer, texts: Catalogue): readonly Shown[] {
  if (!("type" in answer)) return answer;
  switch (answer.type) {
    case "help":
      return helpEvents(texts).flatMap((event) => eventEntries(event, texts));
    case "register":
    case "login":
    case "passwd":
      return [{ type: "error", text: texts.chat.usage(commandForm(answer.type, texts)) }];
    case "quit":
    case "bell":
      return [];
  }
}

/**
 * Connects and says a name that nobody can be asked to change.
 *
 * @throws {Failure} If there is no connection to be had, or the name is refused.
 */
export async function enter(
  client: ChatClient,
  { name, password, texts }: Pick<InterfaceOptions, "password" | "texts"> & {
    readonly name: string;
  },
): Promise<void> {
  await client.connect();
  const answer = await introduce(client, name, password);
  if (answer?.type === "welcome") return;
  client.close();
  // What the server says of it is for somebody who could type it.
  if (answer?.code === "password_required") throw new Failure(texts.client.passwordNeeded(name));
  const reason = client.reason === UNREADABLE ? texts.client.unreadable() : "EOF";
  throw new Failure(answer?.message ?? reason);
}
