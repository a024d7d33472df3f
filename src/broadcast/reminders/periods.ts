import type { Day } from "../../lib/calendar.ts";
import { ZONES, type Zone } from "../../lib/zones.ts";
import type { CampaignKind } from "../campaign.ts";
import type { Reminder } from "../ledger.ts";
import { addDays, dayIn } from "./moments.ts";

/** The campaigns by which people are reminded. */
export type ReminderKind = Extract<CampaignKind, "pay-reminder" | "discount-reminder">;

export const REMINDER_KINDS = ["pay-reminder", "discount-reminder"] as const satisfies readonly ReminderKind[];

export const WISH_OF: Readonly<Record<ReminderKind, Reminder["kind"]>> = {
  "pay-reminder": "pay",
  "discount-reminder": "discount-end",
};

/** Days before the end of a discount on which people are reminded of it. */
export const DAYS_BEFORE = [14, 3] as const;

/**
 * How many days later it may still go out, when the program was off: a payment is for its day; of the end of a discount
 * people would hear too late otherwise.
 */
const LATE_DAYS: Readonly<Record<ReminderKind, number>> = { "pay-reminder": 0, "discount-reminder": 2 };

/**
 * "2026-12-10 WIB": one campaign for the people of each zone, because each may be asked for until the hour at which it is
 * due there, and a campaign ends when nobody is left of it.
 */
export function periodOf(day: Day, zone: Zone): string {
  return `${day} ${zone}`;
}

/** The day and zone of a period; undefined when it is none. Without a zone it ends with the last one. */
export function readPeriod(period = ""): { day: Day; zone: Zone } | undefined {
  const [, day, name] = /^(\d{4}-\d{2}-\d{2})(?: (\w+))?$/.exec(period) ?? [];
  return day === undefined ? undefined : { day, zone: ZONES.find((zone) => zone === name) ?? "WIB" };
}

/** Whether what is due on `day` may still go out on `today`. */
export function isInTime(kind: ReminderKind, day: Day, today: Day): boolean {
  return day <= today && today <= addDays(day, LATE_DAYS[kind]);
}

/** Whether a campaign of that period can say nothing any more. */
export function isOver(kind: ReminderKind, period: string | undefined, now: Date): boolean {
  const read = readPeriod(period);
  return !read || addDays(read.day, LATE_DAYS[kind]) < dayIn(now, read.zone);
}

/** When discounts end. Both look at what holds in the month of `day`. */
export type DiscountEnds = {
  /** The last day of what somebody with that occupation has; for one whose work is not known, the first that ends. */
  of(occupation: string | undefined, day: Day): Day | undefined;
  /** All ends there are. */
  all(day: Day): readonly Day[];
};

/** The days on which people are reminded of an end, first one first. */
export function daysBefore(end: Day): Day[] {
  return DAYS_BEFORE.map((days) => addDays(end, -days));
}
