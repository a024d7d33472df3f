import type { Clock } from "../lib/clock.ts";
import type { Address, InboundMessage } from "../message.ts";
import { isOpen, momentText, nextOpening, type Hours } from "./office-hours.ts";
import type { Desk, Say, Send, Staff, StaffWords } from "./ports.ts";
import type { Ticket, TicketReason, TicketStore } from "./ticket.ts";
import type { Offer, Tell } from "./teller.ts";
import { queueLines } from "./waiting.ts";

/** What is said to a person at once. */
export type Said = { text: string; offers: Offer[] };

/** Who called for staff, and about what. */
export type Call = {
  contactId: string;
  account: string;
  address: Address;
  reason: TicketReason;
  intent?: string;
  region?: string;
};

export type Handoff = {
  /** Somebody needs a person: opens a ticket, or the one that was closed lately; tells staff. Returns what to say. */
  call(call: Call): Said & { ticket: Ticket; opened: boolean };
  activeOf(contactId: string): Ticket | undefined;
  /** The person of an open ticket said something: staff see it. */
  heard(ticket: Ticket, account: string, message: InboundMessage): Ticket;
  /** The person took back or changed an earlier message. */
  changed(ticket: Ticket, message: InboundMessage): void;
  /** The person does not need staff after all. */
  cancel(ticket: Ticket): Said;
  /** The bot goes on; staff stay reachable under the same ticket. */
  backToBot(ticket: Ticket, by: "worker" | "staff" | "idle"): Said;
  /** The person says that the matter is settled. */
  endByWorker(ticket: Ticket): Said;
  /** Asked after a silence, the person goes on waiting for staff. */
  keepWaiting(ticket: Ticket): Said;
  /** What the person said of the help they got; undefined when nothing was asked. */
  rate(contactId: string, satisfaction: "up" | "down"): Said | undefined;

  /** A member of staff takes a ticket. False when another one has it. */
  claim(ticket: Ticket, staff: Staff): boolean;
  release(ticket: Ticket, staff: Staff, why: "idle" | "asked"): void;
  move(ticket: Ticket, from: Staff, to: Staff): void;
  /** A member of staff writes to the person. */
  speak(ticket: Ticket, staff: Staff, words: StaffWords): void;
  close(ticket: Ticket, staff: Staff, reason: string | undefined): void;
  reopen(ticket: Ticket, staff: Staff): void;
};

/** Offices answer a second question of the same person under the same number for so many days (settings). */
const DAY_MS = 86_400_000;

/** Tickets from being opened to being closed, and who speaks in the chat meanwhile. */
export function createHandoff({
  tickets,
  desk,
  send,
  tell,
  say,
  phone,
  office,
  reopenDays,
  staffName,
  clock,
}: {
  tickets: TicketStore;
  desk: Desk;
  send: Send;
  tell: Tell;
  say: Say;
  /** The official number for what cannot wait. */
  phone: string;
  office: () => Hours;
  reopenDays: () => number;
  /** The name behind a staff id, while they are staff. */
  staffName: (id: string) => string | undefined;
  clock: Clock;
}): Handoff {
  const staffOf = (id: string): Staff => ({ id, name: staffName(id) ?? say("handoff.some-staff") });

  function call({ contactId, account, address, reason, intent, region }: Call) {
    const now = clock();
    const active = tickets.activeOf(contactId);
    if (active) {
      if (reason === "emergency" && active.reason !== "emergency") {
        desk.note(tickets.change(active.number, { reason }), { type: "urgent" });
      }
      return { ticket: active, opened: false, ...placeText(active, now) };
    }
    const before = tickets.lastClosedOf(contactId);
    const again =
      before?.closedAt !== undefined && now.getTime() - before.closedAt.getTime() <= reopenDays() * DAY_MS
        ? before
        : undefined;
    const ticket = again
      ? tickets.change(again.number, { ...REOPENED, account, address, reason, waitingSince: now, lastSaidAt: now })
      : tickets.open({
          contactId,
          account,
          address,
          reason,
          openedAt: now,
          ...(intent === undefined ? {} : { intent }),
          ...(region === undefined ? {} : { region }),
        });
    desk.opened(ticket, { again: again !== undefined, why: reason });
    return { ticket, opened: true, ...placeText(ticket, now) };
  }

  /** Number, place in the queue, usual wait, and when somebody is there. */
  function placeText(ticket: Ticket, now: Date): Said {
    const hours = office();
    const opens = isOpen(now, hours) ? undefined : nextOpening(now, hours);
    const lines = [
      ...queueLines({ ticket, ahead: tickets.aheadOf(ticket), times: tickets.firstReplyTimes(recently(now)), say }),
      isOpen(now, hours)
        ? undefined
        : opens
          ? say("handoff.away", { opens: momentText(opens, hours, now, say), phone })
          : say("handoff.away-unknown", { phone }),
    ];
    return { text: lines.filter(Boolean).join("\n"), offers: [{ label: say("handoff.cancel"), act: "cancel-ticket" }] };
  }

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

  function claim(ticket: Ticket, staff: Staff): boolean {
    if (ticket.claimedBy === staff.id) return true;
    if (ticket.claimedBy !== undefined) {
      desk.note(ticket, { type: "already-claimed", by: staffOf(ticket.claimedBy), asked: staff });
      return false;
    }
    const claimed = tickets.change(ticket.number, { claimedBy: staff.id, claimedAt: clock(), owner: "staff" });
    desk.note(claimed, { type: "claimed", staff });
    tell(claimed, "claimed", say("handoff.claimed", { name: staff.name, number: ticket.number }));
    return true;
  }

  return {
    call,
    activeOf: (contactId) => tickets.activeOf(contactId),
    heard(ticket, account, message) {
      const at = clock();
      const changed = tickets.change(ticket.number, {
        account,
        address: message.from,
        lastSaidAt: at,
        idleAskedAt: null,
        ...(ticket.owner === "staff" && ticket.waitingSince === undefined ? { waitingSince: at, reminders: 0 } : {}),
      });
      desk.heard(changed, message);
      return changed;
    },
    changed(ticket, { deletes, text }) {
      tickets.change(ticket.number, { lastSaidAt: clock() });
      if (deletes !== undefined) desk.note(ticket, { type: "taken-back", messageId: deletes });
      else desk.note(ticket, { type: "edited", text });
    },
    cancel(ticket) {
      desk.note(ticket, { type: "cancelled" });
      close(ticket, "worker", undefined, undefined);
      return { text: say("handoff.cancelled", { number: ticket.number }), offers: [] };
    },
    backToBot(ticket, by) {
      const changed = tickets.change(ticket.number, { owner: "bot", idleAskedAt: null });
      desk.note(changed, { type: "back-to-bot", by });
      const said = { text: say(`handoff.bot-again.${by}`, { number: ticket.number }), offers: [] };
      if (by === "staff" || by === "idle") tell(changed, "bot-again", said.text);
      return said;
    },
    endByWorker(ticket) {
      desk.note(ticket, { type: "ended-by-worker" });
      const closed = close(ticket, "worker", undefined, undefined);
      return { text: say("handoff.ended", { number: ticket.number }), offers: satisfaction(closed) };
    },
    keepWaiting(ticket) {
      const changed = tickets.change(ticket.number, { idleAskedAt: null, lastSaidAt: clock() });
      desk.note(changed, { type: "wants-to-wait" });
      return { text: say("handoff.waiting", { number: ticket.number }), offers: [] };
    },
    rate(contactId, answer) {
      const ticket = tickets.lastClosedOf(contactId);
      if (!ticket?.satisfactionAskedAt) return undefined;
      desk.note(tickets.change(ticket.number, { satisfaction: answer }), { type: "rated", satisfaction: answer });
      return { text: say(`handoff.rated.${answer}`), offers: [] };
    },

    claim,
    release(ticket, staff, why) {
      const changed = tickets.change(ticket.number, { claimedBy: null, claimedAt: null });
      desk.note(changed, { type: "released", staff, why });
    },
    move(ticket, from, to) {
      const changed = tickets.change(ticket.number, { claimedBy: to.id, claimedAt: clock(), owner: "staff" });
      desk.note(changed, { type: "moved", from, to });
      tell(changed, "moved", say("handoff.moved", { name: to.name, number: ticket.number }));
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
      send({
        key: `staff:${ticket.number}:${id}`,
        account: changed.account,
        message: {
          to: changed.address,
          text: spoken(staff, text, say),
          choices: [],
          ...(attachment ? { attachment } : {}),
        },
      });
    },
    close(ticket, staff, reason) {
      const closed = close(ticket, "staff", reason, staff);
      const offers = satisfaction(closed);
      tell(
        closed,
        "closed",
        say(offers.length > 0 ? "handoff.closed-ask" : "handoff.closed", { number: ticket.number }),
        offers,
      );
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
      tell(opened, "reopened", say("handoff.reopened", { name: staff.name, number: ticket.number }));
    },
  };
}

/** What of a ticket's end is undone when it opens again. */
const REOPENED = {
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

/** What a person reads of what staff wrote: who says it, and the words as they are. */
export function spoken(staff: Staff, text: string, say: Say): string {
  return text === "" ? "" : say("handoff.spoken", { name: staff.name, text });
}

/** "Usual" is what was usual in the last thirty days. */
function recently(now: Date): Date {
  return new Date(now.getTime() - 30 * DAY_MS);
}
