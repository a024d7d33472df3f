import { Temporal } from "temporal-polyfill";
import { monthNumber } from "../../lib/calendar.ts";
import { plainWords, timeOfDay, weekdayNumber } from "./clock-words.ts";

/** A day as somebody named it: a date, so many days from today, a weekday, or a date with its weekday. */
type NamedDay = { year?: number; month?: number; day?: number; ahead?: number; weekday?: number };

/** Words for days from today on. */
const AHEAD: Readonly<Record<string, number>> = { "hari ini": 0, nanti: 0, besok: 1, bsk: 1, lusa: 2 };

/**
 * When something is to happen, as staff write it: "1 Desember 09.00", "2026-12-01 09:00", "1/12 jam 9", "besok 9",
 * "Senin 09.00", "jam 7 malam". By the clock of `timeZone` unless a zone is written; a day without a year, and a time
 * without a day, is the next one there is. `undefined` when it is not understood as a whole, or there is no such day.
 * It may be past.
 */
export function parseMoment(text: string, now: Date, timeZone: string): Date | undefined {
  const { day, rest } = takeDay(plainWords(text).replace(/(\d)t(?=\d)/g, "$1 "));
  const time = timeOfDay(rest);
  // a bare number is an hour only beside a day: "9" may mean anything
  if (!time || (!day && !time.marked)) return undefined;
  const zone = time.zone ?? timeZone;
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  const plainTime = new Temporal.PlainTime(time.hour, time.minute);
  const moments = datesOf(day, today).map(
    (date) => new Date(date.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds),
  );
  return moments.find((moment) => moment > now) ?? moments[0];
}

/** Takes the day out of a text; what is left is to be a time. */
function takeDay(text: string): { day: NamedDay | undefined; rest: string } {
  let rest = text;
  let day: NamedDay | undefined;
  for (const { pattern, read, joins } of DAYS) {
    const found = day && !joins ? undefined : pattern.exec(rest);
    const named = found && read(found.map((group) => group ?? ""));
    if (!found || !named) continue;
    day = { ...day, ...named };
    rest = `${rest.slice(0, found.index)} ${rest.slice(found.index + found[0].length)}`;
  }
  return {
    day,
    rest: rest
      .replace(/\b(?:tanggal|tgl|hari|pada)\b/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  };
}

type DayPattern = {
  pattern: RegExp;
  read: (groups: readonly string[]) => NamedDay | undefined;
  /** Is looked for beside another day. */
  joins?: boolean;
};

const DAYS: readonly DayPattern[] = [
  {
    pattern: /\b(20\d\d)-(\d{1,2})-(\d{1,2})\b/,
    read: ([, year, month, day]) => ({ year: Number(year), month: Number(month), day: Number(day) }),
  },
  {
    pattern: /\b(\d{1,2})[/-](\d{1,2})(?:[/-](20\d\d))?\b/,
    read: ([, day, month, year]) => ({ day: Number(day), month: Number(month), ...yearOf(year) }),
  },
  {
    pattern: /\b(\d{1,2}) ([a-z]{3,9})(?: (20\d\d))?\b/,
    read([, day, name = "", year]) {
      const month = monthNumber(name);
      return month === undefined ? undefined : { day: Number(day), month, ...yearOf(year) };
    },
  },
  {
    pattern: /\b(hari ini|nanti|besok|bsk|lusa)\b/,
    read([, word = ""]) {
      const ahead = AHEAD[word];
      return ahead === undefined ? undefined : { ahead };
    },
  },
  {
    pattern: /\b(senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|ahad)\b/,
    read([, name = ""]) {
      const weekday = weekdayNumber(name);
      return weekday === undefined ? undefined : { weekday };
    },
    joins: true,
  },
];

function yearOf(text: string | undefined): Pick<NamedDay, "year"> {
  return text ? { year: Number(text) } : {};
}

/** The days that may be meant, the likeliest first; none when there is no such day. */
function datesOf(named: NamedDay | undefined, today: Temporal.PlainDate): Temporal.PlainDate[] {
  if (!named) return [today, today.add({ days: 1 })];
  const { year, month, day, weekday, ahead } = named;
  if (ahead === undefined && month === undefined) {
    const days = ((weekday ?? today.dayOfWeek) - today.dayOfWeek + 7) % 7;
    return [today.add({ days }), today.add({ days: days + 7 })];
  }
  const dates =
    ahead === undefined
      ? (year === undefined ? [today.year, today.year + 1] : [year]).flatMap((of) => dateIn(of, month, day))
      : [today.add({ days: ahead })];
  // a weekday beside a date is a check of it
  return weekday === undefined ? dates : dates.filter(({ dayOfWeek }) => dayOfWeek === weekday);
}

function dateIn(year: number, month = 0, day = 0): Temporal.PlainDate[] {
  try {
    return [Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" })];
  } catch (error) {
    if (error instanceof RangeError) return []; // 31 November
    throw error;
  }
}
