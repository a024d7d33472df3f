import type { HistoryStore } from "../contacts/history.ts";
import type { Clock } from "../lib/clock.ts";
import type { Address, InboundMessage } from "../message.ts";
import { REOPENED, type Ending } from "./ending.ts";
import { isOpen, momentText, nextOpening, officeMs, type Hours } from "./office-hours.ts";
import type { Desk, Say } from "./ports.ts";
import type { InTheirLanguage, Offer, Tell } from "./teller.ts";
import type { Ticket, TicketReason, TicketStore } from "./ticket.ts";
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

/** What a person sets going around their ticket. */
export type PersonSide = {
  /** Somebody needs a person: opens a ticket, or the one that was closed lately; tells staff. Returns what to say. */
  call(call: Call): Said & { ticket: Ticket; opened: boolean };
  activeOf(contactId: string): Ticket | undefined;
  /** The person of an open ticket said something: staff see it. */
  heard(ticket: Ticket, account: string, message: InboundMessage): Ticket;
  /** The person took back or changed an earlier message. */
  changed(ticket: Ticket, message: InboundMessage): void;
  /** The person told of an emergency while the ticket is open: staff hear it once. */
  urgent(ticket: Ticket): void;
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
};

const DAY_MS = 86_400_000;

/** "Usual" is what was usual in so many days, as far as the latest waits tell. */
const USUAL_DAYS = 30;
const USUAL_WAITS = 200;

/** What was said so shortly before a person was called is why. */
const LED_TO_IT_MS = 30 * 60_000;

export function createPersonSide({
  tickets,
  history,
  ending: { close, satisfaction },
  desk,
  tell,
  say,
  inTheirLanguage,
  phone,
  office,
  reopenDays,
  clock,
}: {
  tickets: TicketStore;
  history: Pick<HistoryStore, "assign">;
  ending: Ending;
  desk: Desk;
  tell: Tell;
  say: Say;
  inTheirLanguage: InTheirLanguage;
  /** The official number for what cannot wait. */
  phone: string;
  office: () => Hours;
  reopenDays: () => number;
  clock: Clock;
}): PersonSide {
  function call({ contactId, account, address, reason, intent, region }: Call) {
    const now = clock();
    const active = tickets.activeOf(contactId);
    if (active) {
      const waits = active.waitingSince ? active : tickets.change(active.number, { waitingSince: now, reminders: 0 });
      if (waits !== active) desk.note(waits, { type: "asks-again" });
      return { ticket: waits, opened: false, ...placeText(waits, now) };
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
    history.assign(contactId, ticket.number, new Date(now.getTime() - LED_TO_IT_MS));
    desk.opened(ticket, { again: again !== undefined, why: reason });
    return { ticket, opened: true, ...placeText(ticket, now) };
  }

  /** Number, place in the queue, usual wait, and when somebody is there. */
  function placeText(ticket: Ticket, now: Date): Said {
    const hours = office();
    const opens = isOpen(now, hours) ? undefined : nextOpening(now, hours);
    const lines = [
      ...queueLines({
        ticket,
        ahead: tickets.aheadOf(ticket),
        // a night in between is no wait for an answer
        times: tickets
          .firstWaits(new Date(now.getTime() - USUAL_DAYS * DAY_MS), USUAL_WAITS)
          .map(({ from, to }) => officeMs(from, to, hours)),
        say,
      }),
      isOpen(now, hours)
        ? undefined
        : opens
          ? say("handoff.away", { opens: momentText(opens, hours, now, say), phone })
          : say("handoff.away-unknown", { phone }),
    ];
    return { text: lines.filter(Boolean).join("\n"), offers: [{ label: say("handoff.cancel"), act: "cancel-ticket" }] };
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
    urgent(ticket) {
      if (ticket.reason !== "emergency")
        desk.note(tickets.change(ticket.number, { reason: "emergency" }), { type: "urgent" });
    },
    cancel(ticket) {
      desk.note(ticket, { type: "cancelled" });
      close(ticket, "worker", undefined, undefined);
      return { text: say("handoff.cancelled", { number: ticket.number }), offers: [] };
    },
    backToBot(ticket, by) {
      const changed = tickets.change(ticket.number, { owner: "bot", idleAskedAt: null });
      desk.note(changed, { type: "back-to-bot", by });
      const text = () => say(`handoff.bot-again.${by}`, { number: ticket.number });
      if (by === "worker") return { text: text(), offers: [] };
      const told = inTheirLanguage(changed, text);
      tell(changed, "bot-again", told);
      return { text: told, offers: [] };
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
  };
}
