/** A calendar day as "YYYY-MM-DD". Comparing two of them as strings compares them in time. */
export type Day = string;

/** A partial date as sources give it: "YYYY", "YYYY-MM" or "YYYY-MM-DD". */
export type PartialDate = string;

/** The calendar month of a contribution as "YYYY-MM". */
export type Month = string;

/** Where "today" is decided when nothing else is known: Jakarta (WIB). */
export const DEFAULT_TIME_ZONE = "Asia/Jakarta";

const MONTHS = [
  "Januari",
  "Februari",
  "Maret",
  "April",
  "Mei",
  "Juni",
  "Juli",
  "Agustus",
  "September",
  "Oktober",
  "November",
  "Desember",
] as const;

const PARTIAL = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** The calendar day that an instant falls on in a time zone (IANA name). */
export function dayOf(instant: Date, timeZone: string = DEFAULT_TIME_ZONE): Day {
  let zone = DAYS.get(timeZone);
  if (!zone) {
    // en-CA writes dates as YYYY-MM-DD
    const format = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
    zone = { format, minute: Number.NaN, day: "" };
    DAYS.set(timeZone, zone);
  }
  const minute = Math.floor(instant.getTime() / 60_000);
  if (minute !== zone.minute) {
    zone.day = zone.format.format(instant);
    zone.minute = minute;
  }
  return zone.day;
}

/** The time of day of an instant in a time zone, as Indonesians write it: "09.12". */
export function timeText(instant: Date, timeZone: string = DEFAULT_TIME_ZONE): string {
  let format = TIME_FORMATS.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("id-ID", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    TIME_FORMATS.set(timeZone, format);
  }
  return format.format(instant);
}

const TIME_FORMATS = new Map<string, Intl.DateTimeFormat>();

/**
 * Making a format takes longer than answering a message, and each message asks for the day several times: of every zone
 * the last minute is kept, since no day of a zone begins within one.
 */
const DAYS = new Map<string, { format: Intl.DateTimeFormat; minute: number; day: Day }>();

/** Whether the text is "YYYY", "YYYY-MM" or "YYYY-MM-DD" and names a day that exists. */
export function isPossibleDate(text: string): boolean {
  const [, year, month, day] = PARTIAL.exec(text) ?? [];
  if (year === undefined) return false;
  if (month === undefined) return true;
  if (Number(month) < 1 || Number(month) > 12) return false;
  if (day === undefined) return true;
  return Number(day) >= 1 && Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}

/** "2023-02-27" → "27 Februari 2023", "2023-08" → "Agustus 2023", "2023" → "2023"; other text comes back as it is. */
export function dateText(date: PartialDate): string {
  const [, year, month, day] = PARTIAL.exec(date) ?? [];
  if (year === undefined) return date;
  const name = month === undefined ? undefined : MONTHS[Number(month) - 1];
  return [day === undefined ? undefined : String(Number(day)), name, year].filter(Boolean).join(" ");
}

/** The year of a partial date, as a number. */
export function yearOf(date: PartialDate): number {
  return Number(date.slice(0, 4));
}

/**
 * A day that stands for a partial date when dates of different precision are put in order: the middle of a year, the
 * first of a month. Figures given for a year alone are mostly older than those given for its later months.
 */
export function orderDay(date: PartialDate): Day {
  const [year, month, day] = date.split("-");
  return month === undefined ? `${year}-06-30` : `${year}-${month}-${day ?? "01"}`;
}

/** The last day a partial date can mean: "2023" → "2023-12-31". */
export function lastDayOf(date: PartialDate): Day {
  const [year = "0000", month, day] = date.split("-");
  if (month === undefined) return `${year}-12-31`;
  if (day === undefined)
    return `${year}-${month}-${String(new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()).padStart(2, "0")}`;
  return date;
}

/** The month a day lies in. */
export function monthOf(day: Day): Month {
  return day.slice(0, 7);
}

/** A month moved by a number of months: addMonths("2026-11", 3) → "2027-02". */
export function addMonths(month: Month, count: number): Month {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const index = year * 12 + (number - 1) + count;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
}

/** Month number (1–12) of an Indonesian or English month name or its usual short form; undefined when it is none. */
export function monthNumber(word: string): number | undefined {
  const lower = word.toLowerCase();
  const full = MONTHS.findIndex((name) => name.toLowerCase() === lower);
  if (full >= 0) return full + 1;
  return /^(?:january?|february|pebruari|march|june|july|august|october|december|sept?|nopember|[a-z]{3})$/.test(lower)
    ? SHORT_MONTHS.get(lower.slice(0, 3))
    : undefined;
}

/** The first three letters of month names → month number. */
const SHORT_MONTHS = new Map(
  Object.entries({
    jan: 1,
    feb: 2,
    peb: 2,
    mar: 3,
    apr: 4,
    mei: 5,
    may: 5,
    jun: 6,
    jul: 7,
    agt: 8,
    agu: 8,
    ags: 8,
    aug: 8,
    sep: 9,
    okt: 10,
    oct: 10,
    nov: 11,
    nop: 11,
    des: 12,
    dec: 12,
  }),
);
