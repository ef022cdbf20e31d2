import type { Rate, ServerLimits } from "../../protocol/limits.ts";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import type { Member } from "./member.ts";
import { withRef } from "./ref.ts";

/** Fields of the answer to `hello` other than those of the member. */
export interface WelcomeOptions {
  /** The first room that the member enters, if any. */
  readonly room: string | undefined;
  readonly token: string;
  readonly limits: ServerLimits;
  readonly rate: Rate;
  /** Name and version of the server. */
  readonly server: string;
  /** Address of the web page, if other machines can open one. */
  readonly web: string | undefined;
  readonly ref?: Ref | undefined;
}

/** Creates the answer to a successful `hello`. */
export function welcome({ name, account }: Member, options: WelcomeOptions): ServerMessage {
  const { room, token, server, web, ref, limits, rate } = options;
  const { frame, text, name: nameLimit, room: roomLimit } = limits;
  const { burst, perSecond } = rate;
  return {
    type: "welcome",
    name,
    server,
    version: 1,
    ...(room !== undefined && { room }),
    limits: { frame, text, name: nameLimit, room: roomLimit },
    rate: { burst, perSecond },
    ...(web !== undefined && { web }),
    token,
    ...(account !== undefined && { registered: true }),
    ...withRef(ref),
  };
}
