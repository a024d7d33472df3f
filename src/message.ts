/** Where people write to us from. */
export type ChannelName = "telegram" | "whatsapp" | "terminal";

/** One chat on one channel. The id is the channel's own and means nothing outside it. */
export type Address = { channel: ChannelName; chatId: string };

/** What a message is, besides its text. Everything but "text" is something we cannot read ourselves. */
export type MessageKind =
  "text" | "voice" | "image" | "video" | "sticker" | "location" | "document" | "contact" | "other";

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
};

/** A picture to be sent; the text becomes its caption. */
export type Picture = { path: string; mimeType: string };

/** What we say. Choices are numbered in the text where a channel has no buttons; `choices` holds their labels. */
export type OutboundMessage = {
  to: Address;
  text: string;
  choices: readonly string[];
  picture?: Picture;
};
