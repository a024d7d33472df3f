import type { CallbackQuery, Message, Update } from "grammy/types";
import type { InboundMessage, MessageKind } from "../../message.ts";

/** The bot itself, as `getMe` names it. */
export type Me = { id: number; username: string };

/**
 * One update → what a person wrote. `undefined` for what is not ours to answer: service messages, bots, groups that do
 * not speak to us, edits of anything but text (a live location is "edited" every few seconds).
 * `now` dates a pressed button, of which the platform only tells when its menu was sent.
 */
export function toInbound(update: Update, me: Me, now: Date): InboundMessage | undefined {
  if (update.callback_query) return fromButton(update.callback_query, now);
  if (update.message) return fromMessage(update.message, me);
  const edited = update.edited_message;
  if (edited?.text === undefined) return undefined;
  const inbound = fromMessage(edited, me);
  return inbound && { ...inbound, id: `${edited.message_id}.e${edited.edit_date}`, sentAt: dateOf(edited.edit_date) };
}

function fromMessage(message: Message, me: Me): InboundMessage | undefined {
  const { from, chat, reply_to_message: answered } = message;
  if (!from || from.is_bot || message.is_automatic_forward) return undefined;
  const kind = kindOf(message);
  const text = chat.type === "private" ? wordsOf(message) : wordsToUs(message, me);
  if (!kind || text === undefined || chat.type === "channel") return undefined;
  const quoted = answered?.text ?? answered?.caption;
  return {
    id: String(message.message_id),
    from: { channel: "telegram", chatId: String(chat.id) },
    senderName: from.first_name,
    text: fromCommand(text) ?? text,
    kind,
    sentAt: dateOf(message.date),
    ...(quoted === undefined ? {} : { quoted }),
  };
}

/** A pressed button says its label. The menu when the label cannot be known any more. */
function fromButton(query: CallbackQuery, now: Date): InboundMessage | undefined {
  const { from, message, data } = query;
  if (from.is_bot || !message) return undefined;
  const rows = "reply_markup" in message ? (message.reply_markup?.inline_keyboard ?? []) : [];
  const pressed = rows.flat().find((button) => "callback_data" in button && button.callback_data === data);
  return {
    id: `cb${query.id}`,
    from: { channel: "telegram", chatId: String(message.chat.id) },
    senderName: from.first_name,
    text: pressed?.text ?? MENU,
    kind: "text",
    sentAt: now,
  };
}

/** What a message is; `undefined` when no person wrote it (somebody joined, a title changed …). */
function kindOf(message: Message): MessageKind | undefined {
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

function wordsOf(message: Message): string {
  return message.text ?? message.caption ?? "";
}

/** What is said to us in a group, without our name; `undefined` when it is not said to us. */
function wordsToUs(message: Message, me: Me): string | undefined {
  const words = wordsOf(message);
  const command = COMMAND.exec(words);
  if (command) return (command[2] ?? me.username).toLowerCase() === me.username.toLowerCase() ? words : undefined;
  const ourName = new RegExp(`(?<![\\w@])@${me.username}(?!\\w)`, "gi");
  if (ourName.test(words)) return words.replace(ourName, " ").replace(/ {2,}/g, " ").trim() || MENU;
  const answered = message.reply_to_message;
  // in a forum every message answers the one that opened its topic, and the bot opens topics
  return answered?.from?.id === me.id && !answered.forum_topic_created ? words : undefined;
}

/** A command in the words of a person; `undefined` when it is none. */
function fromCommand(text: string): string | undefined {
  const [, name, , rest = ""] = COMMAND.exec(text) ?? [];
  return name && (COMMANDS.get(name.toLowerCase()) ?? `${name} ${rest}`.trim());
}

/** Name, bot it is meant for, rest. https://core.telegram.org/bots/features#commands */
const COMMAND = /^\/([a-z0-9_]+)(?:@(\w+))?(?:\s+(.*))?$/is;

const MENU = "menu";

const COMMANDS = new Map([
  ["start", MENU],
  ["menu", MENU],
  ["bantuan", "bantuan"],
  ["help", "bantuan"],
  ["berhenti", "berhenti"],
  ["stop", "berhenti"],
  ["hapus", "hapus data saya"],
  ["petugas", "petugas"],
]);

function dateOf(seconds: number): Date {
  return new Date(seconds * 1000);
}
