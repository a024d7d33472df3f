import type { Attachment, MessageKind } from "../message.ts";

/** Who said something in a chat. */
export type Author = "person" | "bot" | "staff";

/** One thing that was said in a chat with a person. */
export type Said = {
  author: Author;
  at: Date;
  /** Masked; "" for a file without words and for what was forgotten. */
  text: string;
  kind: MessageKind;
  /** Name of the member of staff who said it. */
  staffName?: string;
  /** The ticket it was said under. */
  ticket?: number;
  attachment?: Attachment;
  /** The platform's id of what a person said. */
  messageId?: string;
};

/** What was said lately in the chats with people: for staff who take over, and for the person who asks for their data. */
export type HistoryStore = {
  add(contactId: string, said: Said): void;
  /** The last things said, oldest first. */
  recent(contactId: string, limit: number): Said[];
  /** All that was said under a ticket, oldest first. */
  ofTicket(ticket: number): Said[];
  /** What was said with a contact since then, under no ticket yet, belongs to this one. */
  assign(contactId: string, ticket: number, since: Date): void;
  /** A person took something back: its words and its file are forgotten. */
  takeBack(contactId: string, messageId: string): void;
  /** Forgets what was said before that time. Returns how many. */
  sweep(before: Date): number;
};
