// What a session needs and the login form does not. It is loaded when the user signs in, to keep the first view small.
export { readClientLine } from "../../../protocol/commands/parse_line.ts";
export { ChatModel } from "../../conversation/chat_model.ts";
export { resemblesPassword } from "../../conversation/resembles_password.ts";
export { ChatClient } from "../../session/client.ts";
export { asksPassword, signIn } from "../../session/sign_in.ts";
export { pageInterface } from "./page_interface.ts";
