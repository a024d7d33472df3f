import type { CallbackQuery, Message } from "grammy/types";
import type { InboundMessage, MessageKind } from "../../message.ts";

/** The bot itself, as `getMe` names it. */
export type Me = { id: number; username: string };

/** What a message is; `undefined` when no person wrote it (somebody joined, a title changed …). */
export function kindOf(message: Message): MessageKind | undefined {
  if (message.text !== undefined) return "text";
  if (message.voice || message.audio) return "voice";
  if (message.photo) return "image";
  if (message.video || message.video_note) return "video";
  if (message.sticker) return "sticker";
  if (message.location || message.venue) return "location";
  if (message.animation) return "other"; // comes with a copy of itself as a document
  if (message.document) return "document";
  if (message.contact) return "contact";
  return message.poll || message.dice || message.game || message.story || message.paid_media || message.checklist
    ? "other"
    : undefined;
}

/** What a message answers. In a forum every message answers the one that opened its topic: that is no answer. */
export function quoteOf(message: Message): Pick<InboundMessage, "quoted" | "quotedId"> {
  const answered = message.reply_to_message;
  if (!answered) return {};
  const quoted = answered.text ?? answered.caption;
  const opensTopic = answered.forum_topic_created || answered.message_id === message.message_thread_id;
  const isRoot = message.is_topic_message && opensTopic;
  return {
    ...(quoted === undefined ? {} : { quoted }),
    ...(isRoot ? {} : { quotedId: String(answered.message_id) }),
  };
}

/** What a pressed button says; `undefined` when its message, or the button under it, is not there any more. */
export function labelOf({ message, data }: CallbackQuery): string | undefined {
  const rows = message && "reply_markup" in message ? (message.reply_markup?.inline_keyboard ?? []) : [];
  return rows.flat().find((button) => "callback_data" in button && button.callback_data === data)?.text;
}

export function dateOf(seconds: number): Date {
  return new Date(seconds * 1000);
}
