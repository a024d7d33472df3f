import type { proto } from "@whiskeysockets/baileys";
import type { MessageKind } from "../../message.ts";

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

/** What is in the containers, and the edit that it came in, if it did. */
export function unwrap(message: proto.IMessage | null | undefined): {
  content: proto.IMessage | undefined;
  edit?: proto.Message.IProtocolMessage;
} {
  let content = message ?? undefined;
  let edit: proto.Message.IProtocolMessage | undefined;
  for (let depth = 0; content && depth < 8; depth++) {
    const wrapper = WRAPPERS.find((name) => content?.[name]?.message);
    let inner: proto.IMessage | null | undefined = wrapper && content[wrapper]?.message;
    const { protocolMessage } = content;
    if (protocolMessage?.type === MESSAGE_EDIT && protocolMessage.editedMessage) {
      edit = protocolMessage;
      inner = protocolMessage.editedMessage;
    }
    if (!inner) break;
    content = inner;
  }
  return { content, ...(edit ? { edit } : {}) };
}

/** `undefined` for what nobody said. */
export function kindOf(content: proto.IMessage): MessageKind | undefined {
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

export function textOf(content: proto.IMessage | undefined): string {
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

/** What the content answers, and whom it mentions. */
export function contextOf(content: proto.IMessage): proto.IContextInfo | undefined {
  for (const value of Object.values(content) as unknown[]) {
    if (typeof value !== "object" || value === null) continue;
    const { contextInfo } = value as { contextInfo?: proto.IContextInfo | null };
    if (contextInfo) return contextInfo;
  }
  return undefined;
}
