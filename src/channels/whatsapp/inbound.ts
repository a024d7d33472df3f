import type { proto, WAMessage } from "@whiskeysockets/baileys";
import type { InboundMessage } from "../../message.ts";
import { attachmentOf } from "./attachment.ts";
import { contextOf, kindOf, textOf, unwrap } from "./content.ts";
import { chatKind, normaliseJid } from "./jid.ts";

/** Our own addresses: the phone number's and the LID, with or without a device part. */
export type Me = { id: string; lid?: string | undefined };

/** The part of a message that says something. */
type Said = Pick<InboundMessage, "text" | "kind" | "quoted" | "quotedId" | "attachment" | "edits" | "deletes">;

/** The number that proto.Message.ProtocolMessage.Type gives to a message that is taken back. */
const REVOKE = 0;

/** A thumb of any skin colour; other reactions say nothing that could be counted. */
const THUMB = /^([👍👎])[\u{1F3FB}-\u{1F3FF}]?\uFE0F?$/u;

/**
 * What a person wrote, or `undefined` for everything that must not be answered: our own words, status, newsletters,
 * broadcasts, bookkeeping, placeholders whose content comes later, and groups where nobody speaks to us. `now` stands
 * in where the server gave no time.
 */
export function toInbound(message: WAMessage, me: Me, now: Date): InboundMessage | undefined {
  const chatId = normaliseJid(message.key.remoteJid);
  const { id } = message.key;
  if (!chatId || !id || message.key.fromMe) return undefined; // answering our own words never ends
  if (message.messageStubType) return undefined; // a placeholder takes no id: the content follows under the same one
  const chat = chatKind(chatId);
  if (chat === "other") return undefined;
  const { content, edit } = unwrap(message.message);
  if (!content) return undefined;
  const said = chat === "group" ? saidInGroup(content, edit, me) : saidByPerson(content, edit, chatId, me);
  if (!said) return undefined;
  const alias = chat === "person" ? normaliseJid(message.key.remoteJidAlt) : undefined;
  const sent = sentAt(message, now);
  return {
    id: idOf(id, said, Number(String(edit?.timestampMs ?? "")) || sent.getTime()),
    from: { channel: "whatsapp", chatId },
    ...(message.pushName ? { senderName: message.pushName } : {}),
    sentAt: sent,
    ...(alias && alias !== chatId ? { aliases: [alias] } : {}),
    ...said,
  };
}

function saidByPerson(
  content: proto.IMessage,
  edit: proto.Message.IProtocolMessage | undefined,
  chatId: string,
  me: Me,
): Said | undefined {
  const revoked = content.protocolMessage?.type === REVOKE ? content.protocolMessage.key?.id : undefined;
  if (revoked) return { text: "", kind: "text", deletes: revoked };
  if (content.reactionMessage) return thumb(content.reactionMessage, chatId, me);
  const said = plainlySaid(content);
  if (!said || !edit?.key?.id) return said;
  const { attachment: _sameAsBefore, ...words } = said;
  return { ...words, edits: edit.key.id };
}

/** Only what is said to us; what others change or feel about there is theirs. */
function saidInGroup(
  content: proto.IMessage,
  edit: proto.Message.IProtocolMessage | undefined,
  me: Me,
): Said | undefined {
  if (edit || !isAddressed(contextOf(content), me)) return undefined;
  const said = plainlySaid(content);
  return said && { ...said, text: withoutMention(said.text, me) };
}

function plainlySaid(content: proto.IMessage): Said | undefined {
  const kind = kindOf(content);
  if (!kind) return undefined;
  const context = contextOf(content);
  const quoted = textOf(unwrap(context?.quotedMessage).content);
  const attachment = attachmentOf(content);
  return {
    text: textOf(content),
    kind,
    ...(quoted ? { quoted } : {}),
    ...(context?.stanzaId ? { quotedId: context.stanzaId } : {}),
    ...(attachment ? { attachment } : {}),
  };
}

/** A thumb on a message of ours is said like a word; taking it away again is nothing. */
function thumb({ key, text }: proto.Message.IReactionMessage, chatId: string, me: Me): Said | undefined {
  const [, hand] = THUMB.exec(text ?? "") ?? [];
  // on the wire `fromMe` means the person; Baileys turns the key round before it emits the message, and then it means us
  const ours = key?.fromMe
    ? normaliseJid(key.remoteJid) === chatId
    : ownAddresses(me).includes(normaliseJid(key?.participant || key?.remoteJid) ?? "");
  return hand && key?.id && ours ? { text: hand, kind: "text", quotedId: key.id } : undefined;
}

/** What changes a message has an id of its own; where a client gives it the same one, the time tells them apart. */
function idOf(id: string, { edits, deletes }: Said, ms: number): string {
  if (id === edits) return `${id}.e${ms}`;
  return id === deletes ? `${id}.d` : id;
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
