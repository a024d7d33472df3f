import type { Attachment, InboundMessage, OutboundMessage } from "../message.ts";
import type { Ticket, TicketReason } from "./ticket.ts";

/** Gives the text behind a key of locales/ (see knowledge/texts.ts). */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** Queues a message for the one way out. The same key is queued once. */
export type Send = (out: {
  key: string;
  account: string;
  message: OutboundMessage;
  /** What it keeps its order with; the recipient unless said. */
  lane?: string;
}) => void;

/** Who of the staff does something. */
export type Staff = { id: string; name: string };

/** Something that happened around a ticket which staff must see. */
export type DeskNote =
  | { type: "cancelled" }
  | { type: "back-to-bot"; by: "worker" | "staff" | "idle" }
  | { type: "ended-by-worker" }
  | { type: "wants-to-wait" }
  | { type: "idle-asked" }
  | { type: "taken-back"; messageId: string }
  | { type: "edited"; text: string }
  | { type: "rated"; satisfaction: "up" | "down" }
  | { type: "urgent" }
  | { type: "asks-again" }
  | { type: "claimed"; staff: Staff }
  | { type: "already-claimed"; by: Staff; asked: Staff }
  | { type: "released"; staff: Staff; why: "idle" | "asked" }
  | { type: "moved"; from: Staff; to: Staff }
  | { type: "no-id-number" };

/** Where staff see tickets and answer. What it shows is queued, never awaited. */
export type Desk = {
  /** Whether there is anybody to hand over to. */
  available(): boolean;
  /** A ticket was opened, or opened again. */
  opened(ticket: Ticket, how: { again: boolean; why: TicketReason }): void;
  /** The person said something. */
  heard(ticket: Ticket, message: Pick<InboundMessage, "id" | "text" | "kind" | "attachment">): void;
  /** The bot answered while the ticket is open. */
  answered(ticket: Ticket, text: string): void;
  note(ticket: Ticket, note: DeskNote): void;
  /** Nobody has answered for so long (1: 15 minutes, 2: 3 hours, 3: 24 hours of office time). */
  remind(ticket: Ticket, level: 1 | 2 | 3): void;
  closed(ticket: Ticket, by: Staff | undefined): void;
};

/** What staff say to a person. */
export type StaffWords = { id: string; text: string; attachment?: Attachment };
