import type { Day } from "../../lib/calendar.ts";
import type { Reminder } from "../ledger.ts";
import { dayNamed, isDayAlone } from "./day-words.ts";
import {
  ASKED,
  ASKING,
  BETWEEN,
  CALL,
  DISCOUNT,
  ENDS,
  EVERY_MONTH,
  FILLER,
  GET,
  NO_MORE,
  NOT_LOST,
  NOUN,
  OFF,
  ON,
  OTHERS,
  OURS,
  PAY,
  TELL,
  WHY,
} from "./wish-words.ts";

/** What somebody wants of reminders. */
export type Wish =
  /** Without a day, we ask for one; it may be one that does not exist. */
  | { kind: "pay"; day?: number }
  | { kind: "discount-end" }
  /** All, unless one kind was named. */
  | { kind: "stop"; which?: Reminder["kind"] }
  | { kind: "list" };

/** Longer messages tell a story, and what is wanted in it is for understanding to find. */
const MOST_WORDS = 40;
const MOST_WORDS_OF_A_QUESTION = 10;

/** What a message wants of reminders. undefined when it wants something else, or only asks whether there are any. */
export function readWish(text: string, today: Day): Wish | undefined {
  const plain = plainWords(text).replace(NOT_LOST, " ").replace(/\s+/g, " ").trim();
  if (plain.split(" ").length > MOST_WORDS) return undefined;
  if (isDayAlone(plain)) return pay(plain, today);
  const speaks = has(plain, OURS);
  const tells = !speaks && has(plain, TELL);
  if (!speaks && !tells) return undefined;
  const ends = has(plain, DISCOUNT) && has(plain, ENDS);
  // "kabari" alone asks for news
  if (tells)
    return ends && /\b(?:sebelum|sblm|sebelom|menjelang|saencan|sateuacan|sakdurunge|sadurunge)\b/.test(plain)
      ? { kind: "discount-end" }
      : undefined;
  if (isOn(plain)) return pay(plain, today);
  if (isOff(plain)) return stop(plain);
  if (isList(plain)) return { kind: "list" };
  if (!isAsked(plain, today)) return undefined;
  if (ends && dayNamed(plain, today) === undefined) return { kind: "discount-end" };
  return pay(plain, today);
}

/** Whether a message asks about reminders without wanting one yet: "ada pengingat gak?", "kalau telat diingatkan?". */
export function asksAboutReminders(text: string): boolean {
  const plain = plainWords(text);
  if (plain.split(" ").length > MOST_WORDS_OF_A_QUESTION || !has(plain, OURS)) return false;
  return text.includes("?") || has(plain, ASKING);
}

function pay(plain: string, today: Day): Wish {
  const day = dayNamed(plain, today);
  return day === undefined ? { kind: "pay" } : { kind: "pay", day };
}

function stop(plain: string): Wish {
  if (has(plain, DISCOUNT)) return { kind: "stop", which: "discount-end" };
  return TO_PAY.test(plain) ? { kind: "stop", which: "pay" } : { kind: "stop" };
}

const TO_PAY = new RegExp(`\\b${NOUN} (?:iuran )?(?:bayar|byr|mayar|mbayar)\\b`);

/** "aktifkan lagi pengingatnya", also after "kemarin saya stop". */
function isOn(plain: string): boolean {
  return has(plain, ON) && has(plain, NOUN) && !has(plain, NO_MORE);
}

const OFF_FIRST = new RegExp(`\\b${OFF} (?:${BETWEEN} ){0,3}${OURS}`);
const OFF_LAST = new RegExp(`\\b${NOUN} (?:\\w+ ){0,4}?(?:di ?)?${OFF}\\b`);
const NOT_OFF = new RegExp(`\\b(?:jangan|jgn|jngn|ojo|ulah|tong) (?:di ?)?(?:${OFF})\\b`);
const NOT_AGAIN = new RegExp(`\\b${NO_MORE} (?:${BETWEEN} ){0,4}${OURS}`);

function isOff(plain: string): boolean {
  if (has(plain, WHY) || NOT_OFF.test(plain)) return false;
  return OFF_FIRST.test(plain) || OFF_LAST.test(plain) || NOT_AGAIN.test(plain);
}

const LIST = new RegExp(
  `^(?:(?:cek|check|lihat|liat|tampilkan|daftar|list|info|mana|show|apa|buka|coba|my) )*${NOUN}` +
    `(?: (?:saya|sy|aku|ku|abdi|kuring|kulo|kula|gue|gw|apa|saja|aja|yang|yg|aktif|mana|tanggal|tgl|berapa|brp|kapan|dong|ya|min|kak|sekarang|ada))*$`,
);
const WHEN_CALLED = new RegExp(
  `^(?:saya|sy|aku|abdi|kulo)?\\s?(?:kapan|tanggal berapa|tgl berapa|tgl brp)? ?(?:saya|sy|aku|abdi|kulo)? ?(?:akan )?${ASKED} ?(?:tiap |setiap )?(?:kapan|tanggal berapa|tgl berapa|tgl brp)?$`,
);

function isList(plain: string): boolean {
  if (LIST.test(plain)) return true;
  return WHEN_CALLED.test(plain) && /\b(?:kapan|berapa|brp)\b/.test(plain);
}

function isAsked(plain: string, today: Day): boolean {
  if (has(plain, OTHERS) || has(plain, WHY)) return false;
  const isMonthly = has(plain, EVERY_MONTH) || dayNamed(plain, today) !== undefined;
  const aboutIt = has(plain, PAY) || isMonthly || has(plain, DISCOUNT) || isBare(plain);
  if (!aboutIt) return false;
  if (has(plain, DISCOUNT) && !has(plain, ENDS) && !has(plain, PAY) && !isMonthly) return false;
  if (new RegExp(`\\bada (?:\\w+ )?${NOUN}\\b`).test(plain)) return false;
  if (has(plain, CALL)) return true;
  if (has(plain, ASKED)) return isMonthly ? !/^(?:apa|apakah)\b/.test(plain) : has(plain, GET);
  return has(plain, GET) || isMonthly || isBare(plain) || isNounAlone(plain);
}

/** Nothing is said but that one wants to be reminded. */
function isBare(plain: string): boolean {
  const rest = plain
    .replace(new RegExp(`\\b(?:${OURS})\\b`, "g"), " ")
    .replace(new RegExp(`\\b(?:${FILLER}|${GET})\\b`, "g"), " ");
  return rest.trim() === "";
}

// word by word: a longer word must not be read as two short ones, over and over
const NOUN_ALONE = new RegExp(`^(?:(?:${NOUN}|${PAY}|utk|${FILLER}) )+$`);

/** "pengingat bayar iuran". */
function isNounAlone(plain: string): boolean {
  return NOUN_ALONE.test(`${plain} `);
}

function has(plain: string, words: string): boolean {
  let form = FORMS.get(words);
  if (!form) {
    form = new RegExp(`\\b(?:${words})\\b`);
    FORMS.set(words, form);
  }
  return form.test(plain);
}

const FORMS = new Map<string, RegExp>();

/** Lower case without accents and signs; "tgl10" and "h-3" with blanks; letters that are held down once. */
function plainWords(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}'’‘`´]+/gu, "")
    .toLowerCase()
    .replace(/[^a-z\d]+/g, " ")
    .replace(/([a-z])\1{2,}/g, "$1")
    .replace(/([a-z])(\d)|(\d)([a-z])/g, "$1$3 $2$4")
    .trim();
}
