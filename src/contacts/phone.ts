import { parsePhoneNumberFromString } from "libphonenumber-js/mobile";

export type PhoneProblem = "empty" | "too-short" | "not-a-number" | "landline" | "foreign" | "scientific" | "id-number";

/** `digits`: E.164 without the plus, "6281234567890". */
export type Phone = { ok: true; digits: string } | { ok: false; reason: PhoneProblem };

/**
 * A mobile number as lists hold it → one spelling. Without a plus or 00 it is Indonesian: 0812…, 62812…, and 812…, of
 * which Excel took the zero. A foreign mobile number needs its plus. "foreign": from abroad, and no mobile number;
 * "scientific": a spreadsheet has written 6,28E+12 and the digits are lost; "id-number": sixteen digits, probably a NIK
 * in the wrong column, which nobody may repeat.
 */
export function normalisePhone(cell: string | number | null | undefined): Phone {
  if (typeof cell === "number" && !(Number.isInteger(cell) && cell > 0)) return refuse("not-a-number");
  const text = String(cell ?? "")
    .replace(NOT_SEEN, "")
    .replace(/^[\s'’`]+/, "")
    .trim();
  if (text === "") return refuse("empty");
  if (/^\+?\d+(?:[.,]\d+)?e\+?\d+$/i.test(text)) return refuse("scientific");
  // programs that take the column for numbers with decimals write 6281234567890.0
  const written = text.replace(/^([1-9]\d{9,})[.,]0$/, "$1").replace(/\(0\)/, "");
  if (!/^\(?\+?[\d\s().\-‐‑‒–—−]+$/.test(written)) return refuse("not-a-number");
  const digits = written.replace(/\D/g, "");
  if (digits === "") return refuse("not-a-number");
  // 00 is no province, so sixteen digits that begin with it may be a number dialled from abroad
  if (digits.length === 16 && !digits.startsWith("00")) return refuse("id-number");
  const number = international(digits, written.includes("+"));
  const parsed = parsePhoneNumberFromString(number);
  if (parsed?.isValid()) return { ok: true, digits: parsed.number.slice(1) };
  if (digits.length === 16) return refuse("id-number");
  return refuse(problemOf(number));
}

/** Joiners, marks of direction and of byte order, which come along when a number is copied from a chat. */
const NOT_SEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Shortest Indonesian mobile number in full: +62 and nine digits. */
const SHORTEST = "+62812345678".length;

function refuse(reason: PhoneProblem): Phone {
  return { ok: false, reason };
}

function international(digits: string, plus: boolean): string {
  if (plus) return `+${digits}`;
  if (digits.startsWith("00")) return `+${digits.slice(2)}`;
  // no mobile number begins with 62 after its zero
  if (digits.startsWith("62")) return `+${digits}`;
  return `+62${digits.replace(/^0/, "")}`;
}

function problemOf(number: string): PhoneProblem {
  const national = /^\+620?(\d*)$/.exec(number)?.[1];
  if (national === undefined) return "foreign";
  if (/^[2-7]\d{6,10}$/.test(national)) return "landline";
  return number.length < SHORTEST ? "too-short" : "not-a-number";
}
