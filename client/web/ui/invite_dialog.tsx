import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { InvitationLink } from "../../../protocol/messages/moderation.ts";
import { DEFAULT_LINK_MINUTES, MAX_LINK_USES } from "../../../protocol/limits.ts";
import type { Chat } from "../model/chat.ts";
import type { ConversationSignals } from "../model/conversation_signals.ts";
import { catalogue, explain, texts } from "../model/language.ts";
import { linkTo } from "../model/link_to.ts";
import { bind } from "./bind.ts";
import { Dialog } from "./dialog.tsx";
import { LinkView } from "./link_view.tsx";

/** Users that a new link admits unless the operator says otherwise: a small group. */
const USES = 10;

const DURATIONS = [60, 1440, 10080, 43200] as const;

/** Creates invitation links to a room, shows the new one, and lists and revokes the open ones. */
export function InviteDialog({ chat, conversation }: {
  readonly chat: Chat;
  readonly conversation: ConversationSignals;
}) {
  const t = texts.value;
  const room = conversation.name.value;
  const uses = useSignal(`${USES}`);
  const minutes = useSignal<number>(DEFAULT_LINK_MINUTES);
  const created = useSignal<{ readonly id: string; readonly url: string } | undefined>(undefined);
  const links = useSignal<readonly InvitationLink[]>([]);
  const problem = useSignal("");

  const list = () => {
    let found: readonly InvitationLink[] = [];
    chat.ask({ type: "invites", room }, (answer) => {
      if (answer.type === "error") problem.value = explain(answer);
      if (answer.type !== "invites") return;
      found = [...found, ...answer.links];
      if (!answer.more) links.value = found;
    });
  };
  useEffect(list, [room]);

  const create = (event: Event) => {
    event.preventDefault();
    const request = {
      type: "invite",
      room,
      uses: Number(uses.value),
      minutes: minutes.value,
    } as const;
    // Sent again after a reconnect, it might create a second link.
    chat.ask(request, (answer) => {
      problem.value = answer.type === "error" ? explain(answer) : "";
      if (answer.type !== "invited" || !("code" in answer)) return;
      created.value = { id: answer.id, url: linkTo({ room, code: answer.code }) };
      list();
    }, { isOnce: true });
  };
  const revoke = (id?: string) => {
    chat.ask({ type: "uninvite", room, ...(id !== undefined && { id }) }, () => {
      // The link on screen may be the one.
      if (id === undefined || id === created.value?.id) created.value = undefined;
      list();
    });
  };
  return (
    <Dialog chat={chat} title={t.links.invite}>
      {created.value
        ? (
          <section>
            <LinkView url={created.value.url} />
            <p class="muted">{t.links.once}</p>
            <button type="button" onClick={() => created.value = undefined}>
              {t.links.another}
            </button>
          </section>
        )
        : (
          <>
            <p class="muted">{t.links.about}</p>
            <form onSubmit={create}>
              <label class="field">
                <span>{t.links.uses}</span>
                <input type="number" required min="1" max={MAX_LINK_USES} {...bind(uses)} />
              </label>
              <label class="field">
                <span>{t.links.duration}</span>
                <select
                  value={minutes.value}
                  onChange={(event) => minutes.value = Number(event.currentTarget.value)}
                >
                  {DURATIONS.map((one) => (
                    <option key={one} value={one}>{t.links.durations[one]}</option>
                  ))}
                </select>
              </label>
              <p class="error" role="alert">{problem}</p>
              <button type="submit" class="primary">{t.links.create}</button>
            </form>
          </>
        )}
      {links.value.length > 0 && <OpenLinks links={links.value} revoke={revoke} />}
    </Dialog>
  );
}

function OpenLinks({ links, revoke }: {
  readonly links: readonly InvitationLink[];
  /** Revokes the link with an id, or all. */
  readonly revoke: (id?: string) => void;
}) {
  const t = texts.value;
  const { moderation, client } = catalogue.value;
  return (
    <section class="open-links">
      <h3>{t.links.open}</h3>
      <ul>
        {links.map((link) => (
          <li key={link.id}>
            <span>{moderation.link(link, moderation.until(client.moment(link.until)))}</span>
            <button type="button" class="danger" onClick={() => revoke(link.id)}>
              {t.links.revoke(link.id)}
            </button>
          </li>
        ))}
      </ul>
      {links.length > 1 && (
        <button type="button" class="danger" onClick={() => revoke()}>{t.links.revokeAll}</button>
      )}
    </section>
  );
}
