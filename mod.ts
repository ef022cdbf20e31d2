/**
 * Client library and protocol of `chat`.
 *
 * {@linkcode ChatClient} is a session: it signs in, sends requests, reconnects, and yields events in order. It takes a
 * function that connects: {@linkcode dialTcp} and {@linkcode dialTls} in Deno, {@linkcode dialWebSocket} in browsers and
 * Deno. Everything else runs wherever web streams exist.
 *
 * Besides messages, a client gets changes of them, in the order of their ids: `edited`, `deleted` and `reacted` (see
 * {@linkcode Change}). A message that was changed before the client got it has the result in its own fields, and `rev`
 * tells which changes these are; see {@linkcode MessageState}.
 *
 * @example A bot that greets
 * ```ts no-assert ignore
 * import { ChatClient, dialTcp } from "@chat/chat";
 *
 * const client = new ChatClient({ dial: () => dialTcp({ hostname: "127.0.0.1", port: 12345 }) });
 * await client.connect();
 * await client.signIn("Bot");
 * for await (const event of client) {
 *   if (event.type !== "server" || event.message.type !== "joined") continue;
 *   const { room, name } = event.message;
 *   if (name !== client.name) client.request({ type: "say", room, text: `Olá, ${name}!` });
 * }
 * ```
 *
 * @module
 */
export type { Address } from "./cli/address.ts";
export * from "./protocol/mod.ts";
export * from "./client/connection/dial.ts";
export { ChatError, ConnectError, NoAnswerError } from "./client/connection/errors.ts";
export type { TlsTrust } from "./client/connection/tls.ts";
export * from "./client/connection/transport.ts";
export * from "./client/connection/web_socket.ts";
export * from "./client/session/client.ts";
export * from "./client/session/errors.ts";
export * from "./client/session/event.ts";
export * from "./client/session/handshake.ts";
export * from "./client/session/options.ts";
export * from "./client/session/question.ts";
export * from "./client/session/timeouts.ts";
