import type { HistoryStore } from "../contacts/history.ts";
import type { Clock } from "../lib/clock.ts";
import { REOPENED, type Ending } from "./ending.ts";
import type { Desk, Say, Send, Staff, StaffWords } from "./ports.ts";
import type { InTheirLanguage, Tell } from "./teller.ts";
import type { Ticket, TicketStore } from "./ticket.ts";

/** What staff do with a ticket. */
export type StaffSide = {
  /** A member of staff takes a ticket. False when another one has it. */
  claim(ticket: Ticket, staff: Staff): boolean;
  release(ticket: Ticket, staff: Staff, why: "idle" | "asked"): void;
  move(ticket: Ticket, from: Staff, to: Staff): void;
  /** A member of staff writes to the person. */
  speak(ticket: Ticket, staff: Staff, words: StaffWords): void;
  close(ticket: Ticket, staff: Staff, reason: string | undefined): void;
  reopen(ticket: Ticket, staff: Staff): void;
};

export function createStaffSide({
  tickets,
  ending,
  history,
  desk,
  send,
  tell,
  say,
  inTheirLanguage,
  staffName,
  clock,
}: {
  tickets: TicketStore;
  ending: Ending;
  history: Pick<HistoryStore, "add">;
  desk: Desk;
  send: Send;
  tell: Tell;
  say: Say;
  inTheirLanguage: InTheirLanguage;
  /** The name behind a staff id, while they are staff. */
  staffName: (id: string) => string | undefined;
  clock: Clock;
}): StaffSide {
  const staffOf = (id: string): Staff => ({ id, name: staffName(id) ?? say("handoff.some-staff") });

  function claim(ticket: Ticket, staff: Staff): boolean {
    if (ticket.claimedBy === staff.id) return true;
    if (ticket.claimedBy !== undefined) {
      desk.note(ticket, { type: "already-claimed", by: staffOf(ticket.claimedBy), asked: staff });
      return false;
    }
    const claimed = tickets.change(ticket.number, { claimedBy: staff.id, claimedAt: clock(), owner: "staff" });
    desk.note(claimed, { type: "claimed", staff });
    const values = { name: staff.name, number: ticket.number };
    tell(
      claimed,
      "claimed",
      inTheirLanguage(claimed, () => say("handoff.claimed", values)),
    );
    return true;
  }

  return {
    claim,
    release(ticket, staff, why) {
      const changed = tickets.change(ticket.number, { claimedBy: null, claimedAt: null });
      desk.note(changed, { type: "released", staff, why });
    },
    move(ticket, from, to) {
      const changed = tickets.change(ticket.number, { claimedBy: to.id, claimedAt: clock(), owner: "staff" });
      desk.note(changed, { type: "moved", from, to });
      const values = { name: to.name, number: ticket.number };
      tell(
        changed,
        "moved",
        inTheirLanguage(changed, () => say("handoff.moved", values)),
      );
    },
    speak(ticket, staff, { id, text, attachment }) {
      const now = clock();
      if (ticket.claimedBy === undefined) claim(ticket, staff);
      const changed = tickets.change(ticket.number, {
        owner: "staff",
        waitingSince: null,
        reminders: 0,
        idleAskedAt: null,
        lastSaidAt: now,
        ...(ticket.firstReplyAt ? {} : { firstReplyAt: now }),
      });
      history.add(ticket.contactId, {
        author: "staff",
        staffName: staff.name,
        at: now,
        text,
        kind: attachment?.kind ?? "text",
        ticket: ticket.number,
        ...(attachment ? { attachment } : {}),
      });
      send({
        key: `staff:${ticket.number}:${id}`,
        account: changed.account,
        message: {
          to: changed.address,
          text: inTheirLanguage(changed, () => spoken(staff, text, say)),
          choices: [],
          ...(attachment ? { attachment } : {}),
        },
      });
    },
    close(ticket, staff, reason) {
      const closed = ending.close(ticket, "staff", reason, staff);
      inTheirLanguage(closed, () => {
        const offers = ending.satisfaction(closed);
        const key = offers.length > 0 ? "handoff.closed-ask" : "handoff.closed";
        tell(closed, "closed", say(key, { number: ticket.number }), offers);
      });
    },
    reopen(ticket, staff) {
      const now = clock();
      const opened = tickets.change(ticket.number, {
        ...REOPENED,
        claimedBy: staff.id,
        claimedAt: now,
        owner: "staff",
        lastSaidAt: now,
      });
      desk.opened(opened, { again: true, why: opened.reason });
      const values = { name: staff.name, number: ticket.number };
      tell(
        opened,
        "reopened",
        inTheirLanguage(opened, () => say("handoff.reopened", values)),
      );
    },
  };
}

/** What a person reads of what staff wrote: who says it, and the words as they are. */
export function spoken(staff: Staff, text: string, say: Say): string {
  return text === "" ? "" : say("handoff.spoken", { name: staff.name, text });
}
