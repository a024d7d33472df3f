import { plainWords, timeOfDay, weekdayNumber } from "./clock-words.ts";

/** A broadcast that comes again: a cron pattern of five fields by the clock of a time zone (IANA name). */
export type Repeat = { cron: string; timeZone: string };

/** Days, then a time of day. */
const REPEAT =
  /^(?:berulang:?\s*)?(?:se)?tiap\s+(.*?)\s*((?:(?:jam|pukul|pkl)\s*)?\d{1,2}(?:[.:]\d{2})?\s*(?:pagi|siang|sore|malam)?\s*(?:wib|wita|wit)?)$/;

/** Every month has it. */
const LAST_SURE_DAY = 28;

/**
 * How often something is to happen: "tiap Senin 09.00", "setiap Selasa dan Kamis jam 9", "tiap hari kerja 8.30", "tiap
 * tanggal 1 jam 9", "tiap akhir bulan 09.00". Days 29 to 31 are not taken, for not every month has them, and neither is
 * "tiap minggu", which means every week as well as every Sunday ("tiap hari Minggu").
 */
export function parseRepeat(text: string, timeZone: string): Repeat | undefined {
  const [, days = "", rest = ""] = REPEAT.exec(plainWords(text)) ?? [];
  const time = timeOfDay(rest);
  const pattern = cronDays(days);
  if (!time || pattern === undefined) return undefined;
  return { cron: `${time.minute} ${time.hour} ${pattern}`, timeZone: time.zone ?? timeZone };
}

/** Whether a text means to say how often, be it understood or not. */
export function isRepeat(text: string): boolean {
  return /^(?:berulang|(?:se)?tiap)\b/.test(plainWords(text));
}

/** The last three fields of a cron pattern. */
function cronDays(words: string): string | undefined {
  if (words === "hari") return "* * *";
  if (words === "hari kerja") return "* * 1-5";
  if (words === "akhir bulan") return "L * *";
  const [, day] = /^(?:bulan )?(?:tanggal|tgl) (\d{1,2})$/.exec(words) ?? [];
  if (day !== undefined) return Number(day) >= 1 && Number(day) <= LAST_SURE_DAY ? `${Number(day)} * *` : undefined;
  if (words === "minggu") return undefined;
  const names = words.replace(/^hari /, "").split(/ dan | & | /);
  const numbers = names.flatMap((name) => weekdayNumber(name) ?? []);
  if (numbers.length < names.length) return undefined;
  // a pattern counts Sunday as 0
  return `* * ${[...new Set(numbers.map((number) => number % 7))].sort((a, b) => a - b).join(",")}`;
}
