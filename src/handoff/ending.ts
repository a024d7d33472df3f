import type { Clock } from "../lib/clock.ts";
import type { Desk, Say, Staff } from "./ports.ts";
import type { Offer } from "./teller.ts";
import type { Ticket, TicketStore } from "./ticket.ts";

/** How tickets end: the same whoever ends them. */
export function createEnding({
  tickets,
  desk,
  say,
  clock,
}: {
  tickets: TicketStore;
  desk: Desk;
  say: Say;
  clock: Clock;
}) {
  function close(ticket: Ticket, endedBy: "staff" | "worker", reason: string | undefined, by: Staff | undefined) {
    const closed = tickets.change(ticket.number, {
      state: "closed",
      owner: "bot",
      endedBy,
      closedAt: clock(),
      waitingSince: null,
      idleAskedAt: null,
      closeReason: reason ?? null,
    });
    desk.closed(closed, by);
    return closed;
  }

  /** Asks whether it was a help, unless nobody of the staff ever spoke. */
  function satisfaction(ticket: Ticket): Offer[] {
    if (!ticket.firstReplyAt) return [];
    tickets.change(ticket.number, { satisfactionAskedAt: clock(), satisfaction: null });
    return [
      { label: say("handoff.rate-up"), act: "rate-up" },
      { label: say("handoff.rate-down"), act: "rate-down" },
    ];
  }

  return { close, satisfaction };
}

export type Ending = ReturnType<typeof createEnding>;

/** What of a ticket's end is undone when it opens again. */
export const REOPENED = {
  state: "open",
  owner: "bot",
  closedAt: null,
  endedBy: null,
  closeReason: null,
  claimedBy: null,
  claimedAt: null,
  waitingSince: null,
  reminders: 0,
  idleAskedAt: null,
  satisfactionAskedAt: null,
  satisfaction: null,
} as const;
