export { chatEn as chat } from "../../../locale/en/chat.ts";
export { webEn as web } from "../../../locale/en/web.ts";
