import type { CallbackQuery, Message, User } from "grammy/types";
import type { DeskMark, InboundMessage } from "../../message.ts";
import type { TopicStore } from "../channel.ts";
import { attachmentOf } from "./files.ts";
import { dateOf, kindOf, labelOf, quoteOf, type Me } from "./reading.ts";

/** The staff's forum group. Who of those in it is staff is decided elsewhere. */
export type Desk = { chatId: string; topics: TopicStore };

/**
 * What a person said in the staff's group, as it was written: there everything counts, not only what is said to us.
 * `undefined` for service messages, bots, and those who write as the group itself: nobody can tell who they are.
 */
export function fromDesk(message: Message, me: Me, topics: Pick<TopicStore, "keyOf">): InboundMessage | undefined {
  const { from } = message;
  if (!from || from.is_bot || message.sender_chat || message.is_automatic_forward) return undefined;
  const kind = kindOf(message);
  if (!kind) return undefined;
  const attachment = attachmentOf(message);
  const quotedAttachment = message.reply_to_message && attachmentOf(message.reply_to_message);
  return {
    id: String(message.message_id),
    from: { channel: "telegram", chatId: String(message.chat.id) },
    senderName: from.first_name,
    text: withoutOurName(message.text ?? message.caption ?? "", me),
    kind,
    sentAt: dateOf(message.date),
    ...quoteOf(message),
    ...(attachment ? { attachment } : {}),
    ...(quotedAttachment ? { quotedAttachment } : {}),
    desk: markOf(from, topicOf(message, topics)),
  };
}

/** Words of the staff's group that were changed; `undefined` when there are none, or somebody else's. */
export function fromDeskEdit(message: Message, me: Me, topics: Pick<TopicStore, "keyOf">): InboundMessage | undefined {
  const inbound =
    message.text === undefined && message.caption === undefined ? undefined : fromDesk(message, me, topics);
  if (!inbound) return undefined;
  const { attachment: _, ...words } = inbound; // the file was handed on when it came
  const { edit_date = message.date } = message;
  return { ...words, id: `${words.id}.e${edit_date}`, edits: words.id, sentAt: dateOf(edit_date) };
}

/** A button pressed in the staff's group. */
export function fromDeskButton(
  query: CallbackQuery,
  now: Date,
  topics: Pick<TopicStore, "keyOf">,
): InboundMessage | undefined {
  const { from, message, data } = query;
  if (from.is_bot || !message || data === undefined) return undefined;
  return {
    id: `cb${query.id}`,
    from: { channel: "telegram", chatId: String(message.chat.id) },
    senderName: from.first_name,
    text: labelOf(query) ?? data,
    kind: "text",
    sentAt: now,
    quotedId: String(message.message_id),
    desk: {
      // of a message too old to be seen nobody tells which topic it is in
      ...markOf(from, message.date === 0 ? unknownTopic(0) : topicOf(message as Message, topics)),
      button: data,
    },
  };
}

function markOf({ id, first_name, last_name }: User, topic: string | undefined): DeskMark {
  const name = last_name === undefined ? first_name : `${first_name} ${last_name}`;
  return { ...(topic === undefined ? {} : { topic }), by: { id: String(id), name } };
}

/** Outside a topic a thread is nothing but a chain of answers. */
function topicOf(message: Message, topics: Pick<TopicStore, "keyOf">): string | undefined {
  const { is_topic_message, message_thread_id: thread } = message;
  if (!is_topic_message || thread === undefined) return undefined;
  return topics.keyOf(thread) ?? unknownTopic(thread);
}

/** The key of a topic that we did not open: it is not the general part of the group. */
function unknownTopic(thread: number): string {
  return `unknown:${thread}`;
}

/** "/tutup@sapa_bot sudah" → "/tutup sudah". A command for another bot keeps its name. */
function withoutOurName(text: string, me: Me): string {
  const [whole = "", command = "", bot = ""] = /^(\/\w+)@(\w+)/.exec(text) ?? [];
  return bot !== "" && bot.toLowerCase() === me.username.toLowerCase() ? command + text.slice(whole.length) : text;
}
