import type { proto, WAMessage } from "@whiskeysockets/baileys";
import type { InboundMessage, MessageKind } from "../../message.ts";
import { chatKind, normaliseJid } from "./jid.ts";

/** Our own addresses: the phone number's and the LID, with or without a device part. */
export type Me = { id: string; lid?: string | undefined };

/** Containers around the real content. https://baileys.wiki/concepts/messages */
const WRAPPERS = [
  "ephemeralMessage",
  "viewOnceMessage",
  "viewOnceMessageV2",
  "viewOnceMessageV2Extension",
  "documentWithCaptionMessage",
  "editedMessage",
  "groupMentionedMessage",
  "botInvokeMessage",
  "lottieStickerMessage",
  "associatedChildMessage",
] as const;

const KINDS: readonly [field: keyof proto.IMessage, kind: MessageKind][] = [
  ["conversation", "text"],
  ["extendedTextMessage", "text"],
  ["audioMessage", "voice"],
  ["imageMessage", "image"],
  ["videoMessage", "video"],
  ["ptvMessage", "video"],
  ["stickerMessage", "sticker"],
  ["locationMessage", "location"],
  ["liveLocationMessage", "location"],
  ["documentMessage", "document"],
  ["contactMessage", "contact"],
  ["contactsArrayMessage", "contact"],
  ["buttonsResponseMessage", "text"],
  ["listResponseMessage", "text"],
  ["templateButtonReplyMessage", "text"],
];

/** Carries no words of a person: bookkeeping between clients, reactions, votes, calls. */
const NOT_SAID: readonly (keyof proto.IMessage)[] = [
  "protocolMessage",
  "reactionMessage",
  "encReactionMessage",
  "pollUpdateMessage",
  "senderKeyDistributionMessage",
  "fastRatchetKeySenderKeyDistributionMessage",
  "messageContextInfo",
  "keepInChatMessage",
  "pinInChatMessage",
  "deviceSentMessage",
  "call",
  "callLogMesssage",
  "bcallMessage",
  "stickerSyncRmrMessage",
  "secretEncryptedMessage",
  "placeholderMessage",
];

/** The number that proto.Message.ProtocolMessage.Type gives to an edit. */
const MESSAGE_EDIT = 14;

/**
 * What a person wrote, or `undefined` for everything that must not be answered: our own words, status, newsletters,
 * broadcasts, bookkeeping, placeholders whose content comes later, and groups where nobody speaks to us. `now` stands
 * in where the server gave no time.
 */
export function toInbound(message: WAMessage, me: Me, now: Date): InboundMessage | undefined {
  const chatId = normaliseJid(message.key.remoteJid);
  const id = message.key.id;
  if (!chatId || !id || message.key.fromMe) return undefined; // answering our own words never ends
  if (message.messageStubType) return undefined; // a placeholder takes no id: the content follows under the same one
  const chat = chatKind(chatId);
  const content = unwrap(message.message);
  const kind = content && kindOf(content);
  if (chat === "other" || !content || !kind) return undefined;
  const context = contextOf(content);
  if (chat === "group" && !isAddressed(context, me)) return undefined;
  const alias = chat === "person" ? normaliseJid(message.key.remoteJidAlt) : undefined;
  const quoted = textOf(unwrap(context?.quotedMessage));
  return {
    id,
    from: { channel: "whatsapp", chatId },
    text: chat === "group" ? withoutMention(textOf(content), me) : textOf(content),
    kind,
    sentAt: sentAt(message, now),
    ...(message.pushName ? { senderName: message.pushName } : {}),
    ...(alias && alias !== chatId ? { aliases: [alias] } : {}),
    ...(quoted ? { quoted } : {}),
  };
}

function unwrap(message: proto.IMessage | null | undefined): proto.IMessage | undefined {
  let content = message ?? undefined;
  for (let depth = 0; content && depth < 8; depth++) {
    const edit = content.protocolMessage?.type === MESSAGE_EDIT ? content.protocolMessage.editedMessage : undefined;
    const wrapper = WRAPPERS.find((name) => content?.[name]?.message);
    const inner: proto.IMessage | null | undefined = edit ?? (wrapper && content[wrapper]?.message);
    if (!inner) return content;
    content = inner;
  }
  return content;
}

function kindOf(content: proto.IMessage): MessageKind | undefined {
  const known = KINDS.find(([field]) => hasField(content, field));
  if (known) return known[1];
  const said = (Object.keys(content) as (keyof proto.IMessage)[]).filter(
    (field) => hasField(content, field) && !NOT_SAID.includes(field),
  );
  return said.length > 0 ? "other" : undefined;
}

/** A decoded protobuf has its defaults on the prototype; only what was on the wire counts. */
function hasField(content: proto.IMessage, field: keyof proto.IMessage): boolean {
  return Object.hasOwn(content, field) && content[field] !== null && content[field] !== undefined;
}

function textOf(content: proto.IMessage | undefined): string {
  return (
    content?.conversation ||
    content?.extendedTextMessage?.text ||
    content?.imageMessage?.caption ||
    content?.videoMessage?.caption ||
    content?.documentMessage?.caption ||
    content?.buttonsResponseMessage?.selectedDisplayText ||
    content?.listResponseMessage?.title ||
    content?.templateButtonReplyMessage?.selectedDisplayText ||
    ""
  );
}

function contextOf(content: proto.IMessage): proto.IContextInfo | undefined {
  for (const value of Object.values(content) as unknown[]) {
    if (typeof value !== "object" || value === null) continue;
    const { contextInfo } = value as { contextInfo?: proto.IContextInfo | null };
    if (contextInfo) return contextInfo;
  }
  return undefined;
}

function isAddressed(context: proto.IContextInfo | undefined, me: Me): boolean {
  const mine = ownAddresses(me);
  const mentioned = context?.mentionedJid?.some((jid) => mine.includes(normaliseJid(jid) ?? "")) ?? false;
  return mentioned || (Boolean(context?.quotedMessage) && mine.includes(normaliseJid(context?.participant) ?? ""));
}

/** "@6281… berapa iurannya?" → "berapa iurannya?": the mention is written as our number, which is no amount. */
function withoutMention(text: string, me: Me): string {
  return ownAddresses(me)
    .reduce((rest, jid) => rest.replaceAll(`@${jid.slice(0, jid.indexOf("@"))}`, " "), text)
    .replaceAll(/ {2,}/g, " ")
    .trim();
}

function ownAddresses(me: Me): string[] {
  return [normaliseJid(me.id), normaliseJid(me.lid)].filter((jid) => jid !== undefined);
}

/** Seconds, as a number or as a Long that prints itself. */
function sentAt({ messageTimestamp }: WAMessage, now: Date): Date {
  const seconds = Number(String(messageTimestamp ?? ""));
  return seconds > 0 ? new Date(seconds * 1000) : now;
}
