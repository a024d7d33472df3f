import type { Update } from "grammy/types";
import type { Clock } from "../../lib/clock.ts";
import type { Log } from "../../lib/log.ts";
import type { InboundMessage } from "../../message.ts";
import type { ChannelEvents } from "../channel.ts";
import { toInbound, type DeskView } from "./inbound.ts";
import type { Me } from "./reading.ts";

/** The kinds of update we ask for; Telegram sends no others. */
export const UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"] as const;

/**
 * Takes one update, synchronously: when it returns, what a person wrote is written down. Throws what
 * `events.received` throws; the update must then come again.
 */
export function takeUpdate(
  update: Update,
  {
    me,
    desk,
    events,
    clock,
    log,
    answer,
  }: {
    me: Me;
    desk?: DeskView | undefined;
    events: ChannelEvents;
    clock: Clock;
    log: Log;
    /** Ends the waiting that a pressed button shows. */
    answer: (callbackQueryId: string) => void;
  },
): void {
  const member = update.my_chat_member;
  if (member?.chat.type === "private") {
    const address = { channel: "telegram", chatId: String(member.chat.id) } as const;
    const { status } = member.new_chat_member;
    if (status === "kicked" || status === "member") events.reachable(address, status === "member");
  }
  // a group's id is nobody's, and whoever sets up the staff's group needs it
  else if (member) log.info("telegram.in-group", { group: member.chat.id, status: member.new_chat_member.status });
  const movedTo = update.message?.migrate_to_chat_id;
  if (update.message && movedTo !== undefined)
    events.samePerson({ channel: "telegram", chatId: String(update.message.chat.id) }, String(movedTo));

  const inbound = convert(() => toInbound(update, me, clock(), desk), update, log);
  if (inbound) events.received(inbound);
  if (update.callback_query) answer(update.callback_query.id);
}

/** What cannot be converted would come again for ever, and hold up everybody behind it. */
function convert(read: () => InboundMessage | undefined, { update_id }: Update, log: Log): InboundMessage | undefined {
  try {
    return read();
  } catch (error) {
    log.error("telegram.unreadable", { updateId: update_id, error: error instanceof Error ? error.name : "" });
    return undefined;
  }
}
