import type { Address } from "../message.ts";

/** Why a person was called for. */
export type TicketReason = "request" | "complaint" | "misunderstood" | "media" | "emergency";

/** How a ticket ended. */
export type TicketEnd = "staff" | "worker" | "erased";

/** Who answers in the chat. */
export type Owner = "bot" | "staff";

/** One case of one person that staff have to answer. */
export type Ticket = {
  /** What the person and staff call it; counted from 1, never given twice. */
  number: number;
  contactId: string;
  /** Where the person is answered: the account and the address they last wrote from. */
  account: string;
  address: Address;
  reason: TicketReason;
  /** Intent id of what the person asked last before a person was called; undefined when nothing was asked. */
  intent?: string;
  /** Region code, when the person told it. */
  region?: string;
  state: "open" | "closed";
  owner: Owner;
  openedAt: Date;
  /** Since when the person waits for a word of staff; undefined when staff spoke last. */
  waitingSince?: Date;
  /** How many of the reminders for this wait have been given. */
  reminders: number;
  /** When staff spoke first. */
  firstReplyAt?: Date;
  /** When person or staff last said something. */
  lastSaidAt: Date;
  /** When we asked the person, after a silence, who should go on. */
  idleAskedAt?: Date;
  /** Id of the member of staff who takes care of it, and since when. */
  claimedBy?: string;
  claimedAt?: Date;
  closedAt?: Date;
  endedBy?: TicketEnd;
  /** Why staff closed it, in their words (masked). */
  closeReason?: string;
  satisfactionAskedAt?: Date;
  satisfaction?: "up" | "down";
};

export type NewTicket = Pick<Ticket, "contactId" | "account" | "address" | "reason" | "intent" | "region" | "openedAt">;

/** What may change about a ticket; `null` takes a value away. */
export type TicketChange = {
  [Field in keyof Omit<Ticket, "number" | "contactId">]?:
    Ticket[Field] | (undefined extends Ticket[Field] ? null : never);
};

/** Tickets. Every call is synchronous: when it returns, it is kept. */
export type TicketStore = {
  /** Opens a ticket under the next number, owned by the bot, the person waiting since then. */
  open(ticket: NewTicket): Ticket;
  get(number: number): Ticket | undefined;
  /** The open ticket of a contact. A contact has one at most. */
  activeOf(contactId: string): Ticket | undefined;
  /** All tickets of a contact, oldest first. */
  of(contactId: string): Ticket[];
  /** The ticket of a contact that was closed last. */
  lastClosedOf(contactId: string): Ticket | undefined;
  change(number: number, change: TicketChange): Ticket;
  /** All open tickets, oldest first. */
  allOpen(): Ticket[];
  /** How many open tickets of a lower number wait for somebody to claim them. */
  aheadOf(ticket: Ticket): number;
  /** From when to when people waited for the first word of staff, of the latest tickets opened since then. */
  firstWaits(since: Date, limit: number): { from: Date; to: Date }[];
  /** Tickets that overlap a span of time, oldest first: opened in it. */
  openedBetween(from: Date, to: Date): Ticket[];
  /** Forgets tickets closed before that time. Returns how many. */
  sweep(before: Date): number;
};
