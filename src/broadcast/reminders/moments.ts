import { addMonths, dayOf, lastDayOf, monthOf, type Day, type Month } from "../../lib/calendar.ts";
import { ZONE_NAMES, ZONES, type Zone } from "../../lib/zones.ts";

/** From when on people are reminded, and from when on it is too late for that day: hours by their own clock. */
export const HOURS = { from: 9, until: 20 } as const;

const HOURS_AHEAD: Readonly<Record<Zone, number>> = { WIB: 7, WITA: 8, WIT: 9 };

/** The zones in the order in which a day begins there. */
export const EARLIEST_FIRST: readonly Zone[] = ZONES.toSorted((a, b) => HOURS_AHEAD[b] - HOURS_AHEAD[a]);

/** The day that it is in a zone. */
export function dayIn(at: Date, zone: Zone): Day {
  return dayOf(at, ZONE_NAMES[zone]);
}

/** When an hour of a day begins in a zone. */
export function momentIn(day: Day, zone: Zone, hour: number): Date {
  const clock = `${String(hour).padStart(2, "0")}:00:00`;
  return new Date(`${day}T${clock}+${String(HOURS_AHEAD[zone]).padStart(2, "0")}:00`);
}

/** When people of a zone are reminded on a day. */
export function dueAt(day: Day, zone: Zone): Date {
  return momentIn(day, zone, HOURS.from);
}

/** Whether people of a zone may be reminded now: from nine until eight in the evening by their clock. */
export function isOpen(at: Date, zone: Zone): boolean {
  const day = dayIn(at, zone);
  return at >= dueAt(day, zone) && at < momentIn(day, zone, HOURS.until);
}

/** A day moved by a number of days: addDays("2026-12-31", -14) → "2026-12-17". */
export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** The day of a month; its last one where it has no such day: dayInMonth("2027-02", 31) → "2027-02-28". */
export function dayInMonth(month: Month, day: number): Day {
  const last = Number(lastDayOf(month).slice(8));
  return `${month}-${String(Math.min(day, last)).padStart(2, "0")}`;
}

/** Which days of the month (1–31) are meant on that day: on the last one of a short month those too that it has not. */
export function daysMeant(day: Day): number[] {
  const number = Number(day.slice(8));
  return day === lastDayOf(monthOf(day)) ? Array.from({ length: 32 - number }, (_, index) => number + index) : [number];
}

/** All days of a month up to that one. */
export function daysUntil(day: Day): Day[] {
  return Array.from({ length: Number(day.slice(8)) }, (_, index) => dayInMonth(monthOf(day), index + 1));
}

/**
 * When a monthly reminder comes next. `askedAt`: the wish holds from then on, so that a day whose hour has passed is one
 * of the month after. `reminded`: the months in which there was one; nobody gets two for one month.
 */
export function nextPayDay({
  day,
  askedAt,
  now,
  zone,
  reminded,
}: {
  day: number;
  askedAt: Date;
  now: Date;
  zone: Zone;
  reminded: (month: Month) => boolean;
}): Day {
  const thisMonth = monthOf(dayIn(now, zone));
  const first = dayInMonth(thisMonth, day);
  const comes = askedAt < dueAt(first, zone) && now < momentIn(first, zone, HOURS.until) && !reminded(thisMonth);
  return comes ? first : dayInMonth(addMonths(thisMonth, 1), day);
}
