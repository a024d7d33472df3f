import { Temporal } from "temporal-polyfill";
import { dateText, dayOf } from "../lib/calendar.ts";
import type { Office, Span, Weekday } from "../settings/settings.ts";
import type { Say } from "./ports.ts";

/** When staff are there, and by which clock: an IANA time zone. */
export type Hours = { timeZone: string; hours: Office["hours"]; holidays: Office["holidays"] };

/** Whether staff are there. At the end of a span they are gone. */
export function isOpen(at: Date, office: Hours): boolean {
  const span = nextSpan(at.getTime(), office);
  return span !== undefined && span.from <= at.getTime();
}

/** When staff are there next: `at` itself when they are there; undefined when there are no hours within 60 days. */
export function nextOpening(at: Date, office: Hours): Date | undefined {
  const span = nextSpan(at.getTime(), office);
  return span && new Date(Math.max(span.from, at.getTime()));
}

/** Office time between two instants in ms; 0 when `to` is not after `from`. */
export function officeMs(from: Date, to: Date, office: Hours): number {
  if (from >= to) return 0;
  let sum = 0;
  for (const span of spansOf(dayAround(from, office, -1), dayAround(to, office, 1), office))
    sum += Math.max(0, Math.min(span.to, to.getTime()) - Math.max(span.from, from.getTime()));
  return sum;
}

/**
 * The instant when so much office time has passed since `from` (`from` itself for none). Undefined when it never will:
 * on the way there are 60 days without hours.
 */
export function addOfficeMs(from: Date, ms: number, office: Hours): Date | undefined {
  let at = from.getTime();
  for (let left = ms; left > 0;) {
    const span = nextSpan(at, office);
    if (!span) return undefined;
    const start = Math.max(span.from, at);
    at = Math.min(span.to, start + left);
    left -= at - start;
  }
  return new Date(at);
}

/**
 * The short name that people know: "WIB", "WITA" or "WIT" in Indonesia, elsewhere the offset such as "GMT+9". Where
 * clocks change with the season the offset is that of the instant `at`, without one that of January 2026.
 */
export function zoneShort(timeZone: string, at: Date = A_JANUARY): string {
  let format = ZONE_FORMATS.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "shortOffset" });
    ZONE_FORMATS.set(timeZone, format);
  }
  return (
    // the format knows the zone by its present name, however it was written: "asia/jakarta", "Asia/Ujung_Pandang"
    INDONESIAN_ZONES[format.resolvedOptions().timeZone] ??
    format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ??
    timeZone
  );
}

/**
 * An instant by the office's clock, as people say it: "hari ini 08.00 WIB", "besok 08.00 WIB", "Senin 08.00 WIB" for the
 * six days ahead, and for all others "Senin 4 Januari 2027 08.00 WIB".
 */
export function momentText(at: Date, office: Hours, now: Date, say: Say): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(office.timeZone);
  const time = zoned.toPlainTime().toString({ smallestUnit: "minute" });
  return say("office-hours.moment", {
    day: dayText(zoned.toPlainDate(), dayAround(now, office, 0), say),
    time: clockText(time),
    zone: zoneShort(office.timeZone, at),
  });
}

/**
 * The hours of a week: "Senin-Kamis 08.00-12.00 dan 13.00-16.00; Jumat 08.00-11.00 WIB". Holidays are not in it. Without
 * any hours a text that says so.
 */
export function hoursText(office: Hours, say: Say): string {
  const groups: { first: Weekday; last: Weekday; spans: string }[] = [];
  for (const [index, day] of DAYS.entries()) {
    const spans = office.hours[day].map((span) => spanText(span, say)).join(say("office-hours.and"));
    const before = groups.at(-1);
    if (before?.spans === spans && before.last === DAYS[index - 1]) before.last = day;
    else if (spans) groups.push({ first: day, last: day, spans });
  }
  if (groups.length === 0) return say("office-hours.none");
  const texts = groups.map(({ first, last, spans }) => {
    const [from, to] = [say(`office-hours.day.${first}`), say(`office-hours.day.${last}`)];
    return say("office-hours.group", { days: first === last ? from : say("office-hours.range", { from, to }), spans });
  });
  return say("office-hours.week", { groups: texts.join(say("office-hours.next")), zone: zoneShort(office.timeZone) });
}

/** From Monday on, as Temporal counts (its Monday is 1). */
const DAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const satisfies readonly Weekday[];

const INDONESIAN_ZONES: Readonly<Record<string, string>> = {
  "Asia/Jakarta": "WIB",
  "Asia/Pontianak": "WIB",
  "Asia/Makassar": "WITA",
  "Asia/Jayapura": "WIT",
};

const A_JANUARY = new Date("2026-01-01T12:00:00Z");

/** Making a format takes longer than using it. */
const ZONE_FORMATS = new Map<string, Intl.DateTimeFormat>();

/** How far ahead hours are looked for. */
const HORIZON_DAYS = 60;

/** A span of office time as instants in ms since 1970. */
type Open = { from: number; to: number };

/** The span that `at` is in, or else the first one after it. */
function nextSpan(at: number, office: Hours): Open | undefined {
  const instant = new Date(at);
  for (const span of spansOf(dayAround(instant, office, -1), dayAround(instant, office, HORIZON_DAYS), office))
    if (span.to > at) return span;
  return undefined;
}

/** The calendar day of an instant in the office, moved by some days. */
function dayAround(instant: Date, { timeZone }: Hours, days: number): Temporal.PlainDate {
  return Temporal.PlainDate.from(dayOf(instant, timeZone)).add({ days });
}

/**
 * All office time of these days, in order and without overlap. Callers begin a day early and end a day late: where clocks
 * are set back over midnight, an instant may lie in the hours of the day beside its own.
 */
function* spansOf(first: Temporal.PlainDate, last: Temporal.PlainDate, office: Hours): Generator<Open> {
  for (let day = first; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    const spans = office.hours[weekdayOf(day)];
    if (spans.length === 0 || isHoliday(day.toString(), office)) continue;
    for (const span of spans) {
      const open = { from: instantOf(day, span.from, office.timeZone), to: instantOf(day, span.to, office.timeZone) };
      // nothing is left of a span in an hour, or a whole day, that the clocks skip
      if (open.from < open.to) yield open;
    }
  }
}

function isHoliday(day: string, { holidays }: Hours): boolean {
  return holidays.some(({ date }) => date === day || date === day.slice("YYYY-".length));
}

function weekdayOf(day: Temporal.PlainDate): Weekday {
  // dayOfWeek is 1 to 7
  return DAYS[day.dayOfWeek - 1] as Weekday;
}

/**
 * The instant when the clocks of a zone show a time, in ms: the first one when they show it twice, the moment of the
 * change when they skip it. So later times never give earlier instants.
 */
function instantOf(day: Temporal.PlainDate, time: string, timeZone: string): number {
  const key = `${day.toString()} ${time} ${timeZone}`;
  const known = INSTANTS.get(key);
  if (known !== undefined) return known;
  const wall = time === "24:00" ? day.add({ days: 1 }).toPlainDateTime() : day.toPlainDateTime(time);
  const zoned = wall.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  const skipped = !zoned.toPlainDateTime().equals(wall);
  const instant = (skipped ? (zoned.getTimeZoneTransition("next") ?? zoned) : zoned).epochMilliseconds;
  if (INSTANTS.size >= MOST_INSTANTS) INSTANTS.clear();
  INSTANTS.set(key, instant);
  return instant;
}

/** Looking up a zone takes longer than all the rest, and the same few days are asked for all day. */
const INSTANTS = new Map<string, number>();
const MOST_INSTANTS = 10_000;

function dayText(day: Temporal.PlainDate, today: Temporal.PlainDate, say: Say): string {
  const ahead = today.until(day).days;
  if (ahead === 0) return say("office-hours.today");
  if (ahead === 1) return say("office-hours.tomorrow");
  const weekday = say(`office-hours.day.${weekdayOf(day)}`);
  if (ahead > 1 && ahead <= 6) return weekday;
  return say("office-hours.date", { weekday, date: dateText(day.toString()) });
}

function spanText({ from, to }: Span, say: Say): string {
  return say("office-hours.range", { from: clockText(from), to: clockText(to) });
}

/** "08:00" as Indonesians write it: "08.00". */
function clockText(time: string): string {
  return time.replace(":", ".");
}
