import type { Answer, Kit } from "../answers/answer.ts";
import { discountEnds, reminderTexts } from "../answers/reminder.ts";
import type { Reminder, ReminderStore } from "../broadcast/ledger.ts";
import { dayIn, dueAt, nextPayDay } from "../broadcast/reminders/moments.ts";
import { daysBefore } from "../broadcast/reminders/periods.ts";
import { asksAboutReminders, readWish, type Wish } from "../broadcast/reminders/wish.ts";
import type { Contact, ContactStore } from "../contacts/contact.ts";
import { monthOf, timeText, type Day, type Month } from "../lib/calendar.ts";
import type { Clock } from "../lib/clock.ts";
import { ZONE_NAMES, zoneOfRegion, type Zone } from "../lib/zones.ts";
import type { Address } from "../message.ts";

/** One message of somebody. */
export type Said = { contactId: string; text: string; from: Address; today: Day };

/** What the router has done about reminders. */
export type ReminderActs = {
  /** Sets, changes, stops or tells reminders, or asks what is missing; undefined when the message is about something else. */
  act(said: Said): Answer | undefined;
  /** Only stops: for chats in which somebody of the staff speaks. */
  stop(said: Said): Answer | undefined;
  /** No more reminders of any kind; how many there were. */
  stopAll(contactId: string): number;
};

/** A message of so few words means just this. */
const FEW_WORDS = 4;

const QUESTION =
  /\b(?:berapa|brp|brapa|gimana|gmn|bagaimana|kenapa|knp|di ?mana|dmn|syarat|sabaraha|kumaha|piro|pira|piye|pripun)\b/i;

export function createReminderActs({
  reminders,
  contacts,
  kit,
  zone,
  wasReminded,
  clock,
}: {
  reminders: Pick<ReminderStore, "setReminder" | "dropReminders" | "remindersOf">;
  contacts: Pick<ContactStore, "get">;
  kit: Kit;
  /** Of those whose region is not known. */
  zone: () => Zone;
  /** Whether somebody was reminded to pay in that month: nobody is twice. */
  wasReminded: (contactId: string, month: Month) => boolean;
  clock: Clock;
}): ReminderActs {
  const texts = reminderTexts(kit);
  const ends = discountEnds(kit);

  const hourIn = (here: Zone, day: Day) => ({ time: timeText(dueAt(day, here), ZONE_NAMES[here]), zone: here });

  function nextOf({ contactId, day = 1, createdAt }: Omit<Reminder, "kind" | "address">, here: Zone, now: Date): Day {
    const reminded = (month: Month) => wasReminded(contactId, month);
    return nextPayDay({ day, askedAt: createdAt, now, zone: here, reminded });
  }

  function setPay({ contactId, from, text }: Said, day: number, known: Contact | undefined): Answer {
    const now = clock();
    const here = zoneOfRegion(known?.region, zone());
    const before = reminders.remindersOf(contactId).find(({ kind }) => kind === "pay");
    // the same day again is the same wish: it must not miss its turn today
    const createdAt = before?.day === day ? before.createdAt : now;
    reminders.setReminder({ contactId, kind: "pay", day, address: addressOf(from), createdAt });
    const first = nextOf({ contactId, day, createdAt }, here, now);
    const month = monthOf(dayIn(now, here));
    return texts.paySet({
      occupation: known?.occupation,
      day,
      was: before?.day,
      first,
      skipsMonth: monthOf(first) !== month && wasReminded(contactId, month),
      asksMore: QUESTION.test(text),
      ...hourIn(here, first),
    });
  }

  /** Days before the end of their discount on which they will still be reminded. */
  function daysLeft(known: Contact | undefined, askedAt: Date, here: Zone): Day[] {
    const end = ends.of(known?.occupation, dayIn(askedAt, here));
    return end === undefined ? [] : daysBefore(end).filter((day) => askedAt < dueAt(day, here));
  }

  function setDiscount({ contactId, from }: Said, known: Contact | undefined): Answer {
    const now = clock();
    const here = zoneOfRegion(known?.region, zone());
    const today = dayIn(now, here);
    const occupation = known?.occupation;
    const dates = daysLeft(known, now, here);
    const [first] = dates;
    if (first === undefined) return texts.discountNow({ occupation, today });
    const before = reminders.remindersOf(contactId).find(({ kind }) => kind === "discount-end");
    // the same discount again is the same wish
    const isSame = before && ends.of(occupation, dayIn(before.createdAt, here)) === ends.of(occupation, today);
    const createdAt = isSame ? before.createdAt : now;
    reminders.setReminder({ contactId, kind: "discount-end", address: addressOf(from), createdAt });
    return texts.discountSet({ occupation, today, dates, ...hourIn(here, first) });
  }

  function stop({ contactId, text }: Said, { which }: Extract<Wish, { kind: "stop" }>): Answer | undefined {
    if (reminders.dropReminders(contactId, which) > 0) return texts.stopped(which);
    // who gets none means other news of ours, if there is more to it than that
    return text.trim().split(/\s+/).length <= FEW_WORDS ? texts.noneToStop() : undefined;
  }

  function list({ contactId, today }: Said, known: Contact | undefined): Answer {
    const now = clock();
    const here = zoneOfRegion(known?.region, zone());
    const mine = reminders.remindersOf(contactId);
    const pay = mine.find(({ kind }) => kind === "pay");
    const discount = mine.find(({ kind }) => kind === "discount-end");
    return texts.list({
      pay: pay?.day === undefined ? undefined : { day: pay.day, next: nextOf(pay, here, now) },
      discount: discount && daysLeft(known, now, here),
      ...hourIn(here, today),
    });
  }

  function stopOf(said: Said): Answer | undefined {
    const wish = readWish(said.text, said.today);
    return wish?.kind === "stop" ? stop(said, wish) : undefined;
  }

  return {
    act(said) {
      const { contactId, text, today } = said;
      const wish = readWish(text, today);
      if (!wish) return asksAboutReminders(text) ? texts.offer(today) : undefined;
      const known = contacts.get(contactId);
      switch (wish.kind) {
        case "pay":
          if (wish.day === undefined) return texts.askDay();
          return wish.day < 1 || wish.day > 31 ? texts.noSuchDay(wish.day) : setPay(said, wish.day, known);
        case "discount-end":
          return setDiscount(said, known);
        case "stop":
          return stop(said, wish);
        case "list":
          return list(said, known);
      }
    },
    stop: stopOf,
    stopAll: (contactId) => reminders.dropReminders(contactId),
  };
}

/** Where somebody wrote from, and nothing else of their message. */
function addressOf({ channel, chatId }: Address): Address {
  return { channel, chatId };
}
