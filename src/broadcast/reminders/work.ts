import type { Contact, ContactStore } from "../../contacts/contact.ts";
import type { Day } from "../../lib/calendar.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Log } from "../../lib/log.ts";
import { zoneOfRegion, type Zone } from "../../lib/zones.ts";
import type { ChannelName } from "../../message.ts";
import { moved, type Campaign, type CampaignStore } from "../campaign.ts";
import type { LedgerStore, Reminder, ReminderStore } from "../ledger.ts";
import { EARLIEST_FIRST, dayIn, daysMeant, dueAt, isOpen } from "./moments.ts";
import {
  REMINDER_KINDS,
  WISH_OF,
  daysBefore,
  isInTime,
  isOver,
  periodOf,
  type DiscountEnds,
  type ReminderKind,
} from "./periods.ts";
import { createReminded } from "./reminded.ts";
import { createSpentWishes } from "./spent-wishes.ts";

/** Wishes looked at in one go. */
const PAGE = 500;

export type ReminderParts = {
  reminders: ReminderStore;
  campaigns: CampaignStore;
  ledger: Pick<LedgerStore, "add" | "get" | "isOpen">;
  contacts: Pick<ContactStore, "get">;
  /** The account that writes to people on each channel; who asked on another one is left out. */
  accounts: Readonly<Partial<Record<ChannelName, string>>>;
  /** Of those whose region is not known. */
  zone: () => Zone;
  discountEnds: DiscountEnds;
  /** How staff know a campaign. */
  nameOf: (kind: ReminderKind, day: Day, zone: Zone) => string;
  clock: Clock;
  log: Log;
};

/** Makes campaigns of what people asked to be reminded of. Calls are to be transactions of the stores. */
export type ReminderWork = {
  /** Looks at one page of wishes, when any are due. To be called often; true when more are waiting. */
  tick(): boolean;
};

/**
 * All that it knows is in the stores, so that it goes on after a restart where it was. A campaign is approved until all
 * who get it are in the ledger, and only then runs: a running one without anybody left would end.
 */
export function createReminderWork(parts: ReminderParts): ReminderWork {
  const { reminders, campaigns, ledger, contacts, accounts, zone, discountEnds, nameOf, clock, log } = parts;
  const reminded = createReminded({ campaigns, ledger });
  const spent = createSpentWishes(parts);

  const zoneOf = (contact: Contact) => zoneOfRegion(contact.region, zone());

  /** Days whose reminders may go out today. */
  function daysDue(kind: ReminderKind, today: Day): Day[] {
    if (kind === "pay-reminder") return [today];
    const days = discountEnds.all(today).flatMap(daysBefore);
    return [...new Set(days)].filter((day) => isInTime(kind, day, today)).sort();
  }

  function wishes(kind: ReminderKind, day: Day, after: string, limit: number): Reminder[] {
    const days = kind === "pay-reminder" ? { days: daysMeant(day) } : {};
    return reminders.reminders({ kind: WISH_OF[kind], ...days, after, limit });
  }

  /** The campaign whose recipients are still to be found; a new one where there is none and somebody may be meant. */
  function unfinished(kind: ReminderKind, day: Day, at: Zone, now: Date): Campaign | undefined {
    const period = periodOf(day, at);
    const known = campaigns.ofPeriod(kind, period);
    if (known) return known.state === "approved" ? known : undefined;
    if (wishes(kind, day, "", 1).length === 0) return undefined;
    const name = nameOf(kind, day, at);
    const campaign = campaigns.add({
      kind,
      name,
      content: { texts: { id: name } },
      audience: { topic: "discount", include: [], exclude: [] },
      state: "approved",
      createdBy: "program",
      createdAt: now,
      // nobody else is to look for recipients
      filled: true,
      period,
    });
    campaigns.note(campaign.id, { at: now, by: "program", what: "create" });
    return campaign;
  }

  function fill(campaign: Campaign, kind: ReminderKind, day: Day, at: Zone, now: Date): void {
    const page = wishes(kind, day, campaign.cursor ?? "", PAGE);
    const isReminded = reminded.on(kind, day);
    for (const wish of page) {
      const contact = contacts.get(wish.contactId);
      const account = accounts[wish.address.channel];
      if (!contact || account === undefined) continue;
      const here = zoneOf(contact);
      if (!belongs(here, at) || !isMeant(kind, wish, contact, day, here) || isReminded(wish)) continue;
      const { contactId, address } = wish;
      ledger.add({ campaign: campaign.id, contactId, account, address, zone: here, dueAt: dueAt(day, here) });
    }
    const last = page.at(-1);
    if (last && page.length === PAGE) campaigns.save({ ...campaign, cursor: last.contactId });
    else start(campaign, now);
  }

  function isMeant(kind: ReminderKind, wish: Reminder, contact: Contact, day: Day, here: Zone): boolean {
    if (wish.createdAt >= dueAt(day, here)) return false;
    if (kind === "pay-reminder") return true;
    const end = discountEnds.of(contact.occupation, day);
    return end !== undefined && daysBefore(end).includes(day);
  }

  function start(campaign: Campaign, now: Date): void {
    const state = moved(campaign.state, "start");
    if (!state) return;
    campaigns.save({ ...campaign, state, startedAt: now });
    campaigns.note(campaign.id, { at: now, by: "program", what: "start" });
    log.info("reminder.started", { campaign: campaign.id, kind: campaign.kind });
  }

  /** What was not sent on its day would only confuse on another one. */
  function endOld(now: Date): void {
    for (const campaign of campaigns.inState("approved", "running", "paused")) {
      const kind = REMINDER_KINDS.find((one) => one === campaign.kind);
      if (!kind || !isOver(kind, campaign.period, now)) continue;
      const finished = ledger.isOpen(campaign.id) ? undefined : moved(campaign.state, "finish");
      const state = finished ?? moved(campaign.state, "cancel");
      if (!state) continue;
      campaigns.save({ ...campaign, state, endedAt: now });
      campaigns.note(campaign.id, { at: now, by: "program", what: finished ? "finish" : "cancel" });
      log.info("reminder.ended", { campaign: campaign.id, kind, state });
    }
  }

  return {
    tick() {
      const now = clock();
      endOld(now);
      for (const at of EARLIEST_FIRST.filter((one) => isOpen(now, one)))
        for (const kind of REMINDER_KINDS)
          for (const day of daysDue(kind, dayIn(now, at))) {
            const campaign = unfinished(kind, day, at, now);
            if (!campaign) continue;
            fill(campaign, kind, day, at, now);
            return true;
          }
      return spent.sweep(now);
    },
  };
}

/** Whoever has moved to a zone where the day began earlier, after its campaign was made, belongs to a later one. */
function belongs(here: Zone, at: Zone): boolean {
  return EARLIEST_FIRST.indexOf(here) <= EARLIEST_FIRST.indexOf(at);
}
