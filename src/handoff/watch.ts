import type { Clock } from "../lib/clock.ts";
import type { Handoff } from "./handoff.ts";
import { addOfficeMs, isOpen, momentText, nextOpening, type Hours } from "./office-hours.ts";
import type { Desk, Say, Staff } from "./ports.ts";
import type { InTheirLanguage, Offer, Tell } from "./teller.ts";
import type { Ticket, TicketStore } from "./ticket.ts";

const MINUTE_MS = 60_000;

/** Office time a person may wait for a word of staff before the first, second and third reminder. */
const REMIND_AFTER_MS = [15 * MINUTE_MS, 180 * MINUTE_MS, 1_440 * MINUTE_MS] as const;

/** How long a person has to say who should go on, before the bot does. */
const IDLE_ANSWER_MS = 15 * MINUTE_MS;

/**
 * Looks after open tickets as time goes by: reminds staff, gives back what its owner forgot, and brings the bot back
 * when both sides have gone quiet. Call it every minute or so; it does each thing once.
 */
export function createWatch({
  tickets,
  handoff,
  desk,
  tell,
  say,
  inTheirLanguage,
  phone,
  office,
  limits,
  staffName,
  clock,
}: {
  tickets: TicketStore;
  handoff: Pick<Handoff, "release" | "backToBot">;
  desk: Desk;
  tell: Tell;
  say: Say;
  inTheirLanguage: InTheirLanguage;
  phone: string;
  office: () => Hours;
  limits: () => { claimIdleMinutes: number; conversationIdleMinutes: number };
  staffName: (id: string) => string | undefined;
  clock: Clock;
}) {
  /** Once for all tickets: the settings behind it are looked up on the disk. */
  function look(): void {
    const at = { now: clock(), hours: office(), ...limits() };
    for (const ticket of tickets.allOpen()) {
      remind(ticket, at);
      release(ticket, at);
      idle(ticket, at);
    }
  }

  /** Staff are reminded, and from the second time on the person is told that nobody forgot them. */
  function remind(ticket: Ticket, { now, hours }: Moment): void {
    const after = REMIND_AFTER_MS[ticket.reminders];
    if (!ticket.waitingSince || after === undefined) return;
    const due = addOfficeMs(ticket.waitingSince, after, hours);
    if (!due || due > now) return;
    const level = (ticket.reminders + 1) as 1 | 2 | 3;
    const changed = tickets.change(ticket.number, { reminders: level });
    desk.remind(changed, level);
    if (level === 2)
      inTheirLanguage(changed, () =>
        tell(changed, "patience", say("handoff.patience", { number: ticket.number, phone })),
      );
  }

  /** Whoever took it and left the person waiting gives it back, so that others see it is free. */
  function release(ticket: Ticket, { now, hours, claimIdleMinutes }: Moment): void {
    if (!ticket.claimedBy || !ticket.claimedAt || !ticket.waitingSince) return;
    const since = ticket.claimedAt > ticket.waitingSince ? ticket.claimedAt : ticket.waitingSince;
    const due = addOfficeMs(since, claimIdleMinutes * MINUTE_MS, hours);
    if (!due || due > now) return;
    const staff: Staff = { id: ticket.claimedBy, name: staffName(ticket.claimedBy) ?? say("handoff.some-staff") };
    handoff.release(ticket, staff, "idle");
  }

  /** After a silence the person is asked who should go on; without an answer the bot does. */
  function idle(ticket: Ticket, { now, hours, conversationIdleMinutes }: Moment): void {
    if (ticket.owner !== "staff") return;
    const fresh = tickets.get(ticket.number);
    if (!fresh || fresh.state !== "open") return;
    const asked = fresh.idleAskedAt;
    if (asked) {
      if (now.getTime() - asked.getTime() >= IDLE_ANSWER_MS) handoff.backToBot(fresh, "idle");
      return;
    }
    if (now.getTime() - fresh.lastSaidAt.getTime() < conversationIdleMinutes * MINUTE_MS) return;
    const changed = tickets.change(fresh.number, { idleAskedAt: now });
    desk.note(changed, { type: "idle-asked" });
    const opens = isOpen(now, hours) ? undefined : nextOpening(now, hours);
    inTheirLanguage(changed, () => {
      const text = [
        say("handoff.idle", { number: fresh.number }),
        opens && fresh.waitingSince
          ? say("handoff.away", { opens: momentText(opens, hours, now, say), phone })
          : undefined,
      ];
      const offers: Offer[] = [
        { label: say("handoff.wait"), act: "wait-staff" },
        { label: say("handoff.to-bot"), act: "back-to-bot" },
      ];
      tell(changed, "idle", text.filter(Boolean).join("\n"), offers);
    });
  }

  return { look };
}

/** What a look at the tickets goes by. */
type Moment = { now: Date; hours: Hours; claimIdleMinutes: number; conversationIdleMinutes: number };
