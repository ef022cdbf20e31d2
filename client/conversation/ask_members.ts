import type { Answers } from "./answers.ts";
import type { Conversation } from "./conversation.ts";

/** Asks the server who is in a room, and keeps the answer there. */
export function askMembers(answers: Answers, room: Conversation): void {
  const names: string[] = [];
  const operators: string[] = [];
  const away: [string, string][] = [];
  answers.ask({ type: "who", room: room.name }, (answer) => {
    if (answer.type !== "members") return;
    names.push(...answer.names);
    operators.push(...answer.ops ?? []);
    away.push(...Object.entries(answer.away ?? {}));
    if (!answer.more) room.members.set(names, operators, away);
  });
}
