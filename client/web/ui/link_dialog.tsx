import type { Chat } from "../model/chat.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { linkTo } from "../model/link_to.ts";
import { Dialog } from "./dialog.tsx";
import { LinkView } from "./link_view.tsx";

/** The link to a room, with a QR code as large as the window, as for a projector. */
export function LinkDialog({ chat, conversation }: {
  readonly chat: Chat;
  readonly conversation: ConversationSignals;
}) {
  const room = conversation.name.value;
  return (
    <Dialog chat={chat} title={room}>
      <LinkView url={linkTo({ room })} />
    </Dialog>
  );
}
