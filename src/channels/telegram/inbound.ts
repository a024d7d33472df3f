import type { CallbackQuery, Message, Update } from "grammy/types";
import { maskIdNumbers } from "../../lib/id-number.ts";
import type { InboundMessage } from "../../message.ts";
import { fromDesk, fromDeskButton, fromDeskEdit, type Desk } from "./desk.ts";
import { attachmentOf } from "./files.ts";
import { dateOf, kindOf, labelOf, quoteOf, type Me } from "./reading.ts";

/** What is needed of the desk to read what is said there. */
export type DeskView = Pick<Desk, "chatId"> & { topics: Pick<Desk["topics"], "keyOf"> };

/**
 * One update → what a person wrote. `undefined` for what is not ours to answer: service messages, bots, groups that do
 * not speak to us, edits of anything but text (a live location is "edited" every few seconds). In the staff's group
 * everything that a person does counts. `now` dates a pressed button, of which the platform only tells when its menu
 * was sent.
 */
export function toInbound(update: Update, me: Me, now: Date, desk?: DeskView): InboundMessage | undefined {
  const { callback_query: query, message, edited_message: edited } = update;
  const atDesk = (chat?: { id: number }) => (chat && String(chat.id) === desk?.chatId ? desk : undefined);
  if (query) {
    const there = atDesk(query.message?.chat);
    return there ? fromDeskButton(query, now, there.topics) : fromButton(query, now);
  }
  if (message) {
    const there = atDesk(message.chat);
    return there ? fromDesk(message, me, there.topics) : fromMessage(message, me);
  }
  if (!edited) return undefined;
  const there = atDesk(edited.chat);
  return there ? fromDeskEdit(edited, me, there.topics) : fromEdit(edited, me);
}

function fromMessage(message: Message, me: Me): InboundMessage | undefined {
  const { from, chat } = message;
  if (!from || from.is_bot || message.is_automatic_forward) return undefined;
  const kind = kindOf(message);
  const text = chat.type === "private" ? wordsOf(message) : wordsToUs(message, me);
  if (!kind || text === undefined || chat.type === "channel") return undefined;
  const attachment = attachmentOf(message);
  const invite = chat.type === "private" ? inviteIn(text) : undefined;
  return {
    id: String(message.message_id),
    from: { channel: "telegram", chatId: String(chat.id) },
    senderName: from.first_name,
    text: fromCommand(text) ?? text,
    kind,
    sentAt: dateOf(message.date),
    ...quoteOf(message),
    ...(attachment ? { attachment } : {}),
    ...(invite ? { invite } : {}),
  };
}

function fromEdit(edited: Message, me: Me): InboundMessage | undefined {
  const inbound = edited.text === undefined ? undefined : fromMessage(edited, me);
  if (!inbound) return undefined;
  const { edit_date = edited.date } = edited;
  const { invite: _, ...words } = inbound; // a chat is opened once
  return { ...words, id: `${inbound.id}.e${edit_date}`, edits: inbound.id, sentAt: dateOf(edit_date) };
}

/** A pressed button says its label. The menu when the label cannot be known any more. */
function fromButton(query: CallbackQuery, now: Date): InboundMessage | undefined {
  const { from, message } = query;
  if (from.is_bot || !message) return undefined;
  return {
    id: `cb${query.id}`,
    from: { channel: "telegram", chatId: String(message.chat.id) },
    senderName: from.first_name,
    text: labelOf(query) ?? MENU,
    kind: "text",
    sentAt: now,
  };
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

/** The code that a link brought along. https://core.telegram.org/bots/features#deep-linking */
function inviteIn(text: string): string | undefined {
  const [, name = "", , rest = ""] = COMMAND.exec(text) ?? [];
  const isCode = name.toLowerCase() === "start" && /^[a-z0-9]{4,32}$/i.test(rest.trim());
  return isCode && !maskIdNumbers(rest).masked ? rest.trim() : undefined; // anybody can type anything there
}

/** Name, bot it is meant for, rest. https://core.telegram.org/bots/features#commands */
const COMMAND = /^\/([a-z0-9_]+)(?:@(\w+))?(?:\s+(.*))?$/is;

const MENU = "menu";

/** The commands that people know by another word than we do; every other one is taken by its own name. */
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
