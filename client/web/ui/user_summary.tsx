import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { userFacts } from "../../../locale/render/user_line.ts";
import type { UserInfo } from "../../../protocol/messages/server_messages.ts";
import type { Chat } from "../model/chat.ts";
import { catalogue, explain, texts } from "../model/language.ts";

/** What the server tells about a user, one fact a line. */
export function UserSummary({ chat, name }: { readonly chat: Chat; readonly name: string }) {
  const user = useSignal<UserInfo | undefined>(undefined);
  const problem = useSignal("");
  useEffect(() => {
    chat.ask({ type: "whois", name }, (answer) => {
      if (answer.type === "whois") user.value = answer;
      if (answer.type === "error") {
        const isGone = answer.code === "no_such_user";
        problem.value = isGone ? texts.value.notConnected(name) : explain(answer);
      }
    }, { isOnce: true });
  }, [chat, name]);
  const facts = user.value
    ? Object.values<string>({ ...userFacts(user.value, catalogue.value, Date.now()) })
    : [problem.value];
  return (
    <div class="user-summary muted" aria-live="polite">
      {facts.map((fact) => <p key={fact} dir="auto">{fact}</p>)}
    </div>
  );
}
