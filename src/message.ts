/** Where people write to us from. */
export type ChannelName = "telegram" | "whatsapp" | "terminal";

/** One chat on one channel. The id is the channel's own and means nothing outside it. */
export type Address = { channel: ChannelName; chatId: string };

/** What a person wrote, as a channel turns it over. */
export type InboundMessage = {
  /** The platform's id of this message; unique within the chat. */
  id: string;
  from: Address;
  senderName?: string;
  text: string;
  sentAt: Date;
};

/** What we say. Choices are numbered in the text where a channel has no buttons; `choices` holds their labels. */
export type OutboundMessage = {
  to: Address;
  text: string;
  choices: readonly string[];
};
