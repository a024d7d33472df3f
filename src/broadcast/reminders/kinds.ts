import type { Contact } from "../../contacts/contact.ts";
import { monthOf, type Day } from "../../lib/calendar.ts";
import { zoneOfRegion, type Zone } from "../../lib/zones.ts";
import type { Campaign } from "../campaign.ts";
import type { Kinds, Words } from "../engine.ts";
import type { ReminderStore } from "../ledger.ts";
import { spokenName } from "../render.ts";
import { dayIn, dayInMonth, isOpen } from "./moments.ts";
import { daysBefore, isInTime, readPeriod, WISH_OF, type DiscountEnds, type ReminderKind } from "./periods.ts";

/** What is told to one person. Without a name or an occupation it must do as well; `language` is the one they asked for. */
export type Reminded = { name?: string; occupation?: string; language?: string };

/** The texts of reminders. */
export type ReminderTexts = {
  /** Due on `day`, which also says for which month. */
  pay(person: Reminded, due: { day: Day }): string;
  /** Said on `today` of a discount that ends on `end`; `again`: when they hear of it once more. */
  discount(person: Reminded, due: { today: Day; end: Day; again?: Day }): string;
};

/** What reminders say when their turn comes, and whether they are still wanted then. */
export function reminderKinds({
  reminders,
  texts,
  zone,
  discountEnds,
}: {
  reminders: Pick<ReminderStore, "remindersOf">;
  texts: ReminderTexts;
  /** Of those whose region is not known. */
  zone: () => Zone;
  discountEnds: DiscountEnds;
}): Pick<Kinds, ReminderKind> {
  const personOf = ({ name, occupation, replyLanguage }: Contact): Reminded => {
    const spoken = spokenName(name);
    return {
      ...(spoken ? { name: spoken } : {}),
      ...(occupation === undefined ? {} : { occupation }),
      ...(replyLanguage === undefined ? {} : { language: replyLanguage }),
    };
  };

  /** The day that a campaign is for, and the day it is, while it is wanted and in time. */
  function dueFor(kind: ReminderKind, { period }: Campaign, contact: Contact, now: Date) {
    const day = readPeriod(period)?.day;
    const here = zoneOfRegion(contact.region, zone());
    const today = dayIn(now, here);
    const wish = reminders.remindersOf(contact.id).find((one) => one.kind === WISH_OF[kind]);
    return day !== undefined && wish && isOpen(now, here) && isInTime(kind, day, today)
      ? { day, today, wish }
      : undefined;
  }

  return {
    "pay-reminder"(campaign, contact, _, now) {
      const due = dueFor("pay-reminder", campaign, contact, now);
      // they may have named another day since
      const isWanted = due?.wish.day !== undefined && dayInMonth(monthOf(due.day), due.wish.day) === due.day;
      return isWanted ? said(texts.pay(personOf(contact), due)) : NOT_WANTED;
    },
    "discount-reminder"(campaign, contact, _, now) {
      const due = dueFor("discount-reminder", campaign, contact, now);
      const end = due && discountEnds.of(contact.occupation, due.day);
      const days = end === undefined ? [] : daysBefore(end);
      if (!due || end === undefined || !days.includes(due.day)) return NOT_WANTED;
      const again = days.find((day) => day > due.today);
      return said(texts.discount(personOf(contact), { today: due.today, end, ...(again ? { again } : {}) }));
    },
  };
}

const NOT_WANTED: Words = { skip: "not-wanted" };

function said(text: string): Words {
  return { text, choices: [] };
}
