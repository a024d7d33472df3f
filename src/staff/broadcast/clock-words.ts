import { ZONE_NAMES, ZONES } from "../../lib/zones.ts";

/** A time of day as somebody wrote it. */
export type TimeOfDay = {
  hour: number;
  minute: number;
  /** IANA name of the zone that was written with it. */
  zone?: string;
  /** Whether it is a time by itself: "09.00", "jam 9", "7 malam", and not a bare "9". */
  marked: boolean;
};

const TIME = /^(?:(jam|pukul|pkl)\s*)?(\d{1,2})(?:[.:](\d{2}))?\s*(pagi|siang|sore|malam)?\s*(wib|wita|wit)?$/;

/** Weekdays as Temporal counts them: the first is Monday, 1. */
const WEEKDAYS: readonly (readonly string[])[] = [
  ["senin"],
  ["selasa"],
  ["rabu"],
  ["kamis"],
  ["jumat", "jum'at"],
  ["sabtu"],
  ["minggu", "ahad"],
];

/** Lower case, without commas, one blank between words. */
export function plainWords(text: string): string {
  return text.toLowerCase().replace(/[,;]/g, " ").replace(/\s+/g, " ").trim();
}

/** "jam 9", "09.00", "9:30 WITA", "7 malam"; the text has to be nothing else. */
export function timeOfDay(text: string): TimeOfDay | undefined {
  const [, mark, hourText, minuteText, part, zoneWord] = TIME.exec(text) ?? [];
  if (hourText === undefined) return undefined;
  const hour = hourIn(Number(hourText), part);
  const minute = Number(minuteText ?? "0");
  if (hour === undefined || hour > 23 || minute > 59) return undefined;
  const zone = ZONES.find((name) => name.toLowerCase() === zoneWord);
  return {
    hour,
    minute,
    marked: mark !== undefined || minuteText !== undefined || part !== undefined,
    ...(zone ? { zone: ZONE_NAMES[zone] } : {}),
  };
}

/** 1 (Monday) to 7; undefined for any other word. */
export function weekdayNumber(word: string): number | undefined {
  const index = WEEKDAYS.findIndex((names) => names.includes(word));
  return index < 0 ? undefined : index + 1;
}

/** "7 malam" → 19. Hours that do not go with the part of the day are none: "12 malam" may be either end of a day. */
function hourIn(hour: number, part: string | undefined): number | undefined {
  if (part === undefined || hour > 12) return hour;
  if (part === "pagi") return hour >= 1 && hour <= 11 ? hour : undefined;
  if (part === "siang") return hour >= 10 ? hour : hour >= 1 && hour <= 3 ? hour + 12 : undefined;
  if (part === "sore") return hour >= 2 && hour <= 6 ? hour + 12 : undefined;
  return hour >= 6 && hour <= 11 ? hour + 12 : undefined;
}
