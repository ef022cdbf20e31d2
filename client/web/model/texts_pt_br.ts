export { chatPtBR as chat } from "../../../locale/pt_br/chat.ts";
export { webPtBR as web } from "../../../locale/pt_br/web.ts";
