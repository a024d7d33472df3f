/** Where people write to us from. */
export type ChannelName = "telegram" | "whatsapp" | "terminal";

/** One chat on one channel. The id is the channel's own and means nothing outside it. */
export type Address = { channel: ChannelName; chatId: string };

/** What a message is, besides its text. Everything but "text" is something we cannot read ourselves. */
export type MessageKind =
  "text" | "voice" | "image" | "video" | "sticker" | "location" | "document" | "contact" | "other";

/** Kinds of message that carry a file. */
export type FileKind = "voice" | "image" | "video" | "sticker" | "document";

/**
 * A file that somebody sent. What is in it stays with the platform until it has to be handed on: nothing of it is kept
 * here.
 */
export type Attachment = {
  kind: FileKind;
  mimeType?: string;
  fileName?: string;
  /** Size in bytes, where the platform tells. */
  bytes?: number;
  /** What the channel that brought it needs to fetch it; opaque elsewhere. */
  source: { channel: ChannelName; ref: string };
};

/** Said in the staff's own group: by whom, in which topic, and by which button. */
export type DeskMark = {
  /** Key of the topic (see `OutboundMessage.topic`); undefined in the general part of the group. */
  topic?: string;
  /** Who wrote or pressed: the platform's id and the name as it shows there. */
  by: { id: string; name: string };
  /** What a pressed button stands for; `text` is its label then. */
  button?: string;
};

/** What a person wrote, as a channel turns it over. */
export type InboundMessage = {
  /** The platform's id of this message; unique within the chat. */
  id: string;
  from: Address;
  senderName?: string;
  /** What was written; the caption of a picture; "" when there is none. */
  text: string;
  kind?: MessageKind;
  sentAt: Date;
  /** Other chat ids on the same channel that are known to be the same person. */
  aliases?: readonly string[];
  /** The text of the message that this one answers (a quoted menu). */
  quoted?: string;
  /** The platform's id of the message that this one answers. */
  quotedId?: string;
  attachment?: Attachment;
  /** In the staff's group: the file of the message that this one answers. */
  quotedAttachment?: Attachment;
  /** The platform's id of an earlier message of the same person whose words are now these. */
  edits?: string;
  /** The platform's id of an earlier message that the same person took back; `text` is "" then. */
  deletes?: string;
  /** The code of a link by which the chat was opened ("/start KODE" on Telegram). */
  invite?: string;
  /** Set when it was said in the staff's group. */
  desk?: DeskMark;
};

/** A file of ours to be sent, as a picture when it is one ("image/…"), else as a document; the text becomes its caption. */
export type Picture = { path: string; mimeType: string; fileName?: string };

/** A button of the staff's group: what it shows, and what comes back as `DeskMark.button` (at most 64 bytes). */
export type Button = { label: string; data: string };

/** What is done instead of sending a new message. */
export type Act =
  /** Change, or take back, a message of ours by its platform id. */
  | { type: "edit" | "delete"; id: string }
  /** Close, open again, or remove the topic. */
  | { type: "close-topic" | "reopen-topic" | "delete-topic" };

/** What we say. Choices are numbered in the text where a channel has no buttons; `choices` holds their labels. */
export type OutboundMessage = {
  to: Address;
  text: string;
  choices: readonly string[];
  picture?: Picture;
  /** A file that is handed on from another chat; the text becomes its caption. */
  attachment?: Attachment;
  /** In the staff's group: the topic it belongs in, which is opened under that title when there is none (any more). */
  topic?: { key: string; title: string };
  /** Rows of buttons below the text, in the staff's group only. */
  buttons?: readonly (readonly Button[])[];
  act?: Act;
  /** The last word to somebody who asked to be forgotten: their chat ids. After it has gone out nothing of them is kept. */
  forgets?: readonly string[];
};
