/**
 * The wire of `chat`: frames and the messages in them. It runs wherever web streams do, browsers included.
 *
 * @module
 */
export * from "./address.ts";
export * from "./commands.ts";
export * from "./detach.ts";
export * from "./encode_frame.ts";
export * from "./error_code.ts";
export * from "./escape_control.ts";
export * from "./frame_decoder.ts";
export * from "./frame_decoder_stream.ts";
export * from "./frame_encoder_stream.ts";
export * from "./json_shape.ts";
export * from "./limits.ts";
export * from "./line.ts";
export * from "./marks.ts";
export * from "./messages.ts";
export * from "./moderation.ts";
export * from "./moderation_commands.ts";
export * from "./names.ts";
export * from "./password.ts";
export * from "./parse_client_message.ts";
export * from "./quote.ts";
export * from "./terms.ts";
