/**
 * The protocol of `chat`: frames and the messages in them. It runs wherever web streams do, including browsers.
 *
 * @module
 */
export * from "./text/address.ts";
export * from "./messages/changes.ts";
export * from "./commands/command_entry.ts";
export * from "./commands/command_words.ts";
export * from "./commands/commands.ts";
export * from "./text/detach.ts";
export * from "./text/emoji.ts";
export * from "./framing/encode_frame.ts";
export * from "./messages/error_code.ts";
export * from "./messages/error_details.ts";
export * from "./text/escape_control.ts";
export * from "./framing/frame_decoder.ts";
export * from "./framing/frame_decoder_stream.ts";
export * from "./framing/frame_encoder_stream.ts";
export * from "./messages/json_shape.ts";
export * from "./limits.ts";
export * from "./commands/parse_line.ts";
export * from "./text/marks.ts";
export * from "./messages/client_messages.ts";
export * from "./messages/server_messages.ts";
export * from "./messages/moderation.ts";
export * from "./commands/moderation_commands.ts";
export * from "./text/names.ts";
export * from "./text/password.ts";
export * from "./messages/parse_client_message.ts";
export * from "./messages/problem.ts";
export * from "./text/quote.ts";
export * from "./messages/request.ts";
export * from "./text/terms.ts";
