import { isPossibleDate, monthNumber } from "../lib/calendar.ts";
import { findDigits, findNumberWords, type Amount } from "../understanding/amounts.ts";

/** A number that says something: rupiah, a share, people, or what is counted is not said. */
export type Quantity = {
  kind: "money" | "percent" | "people" | "number";
  value: number;
  /** The smallest step that it is written in: 100000 in "5,9 juta". */
  step: number;
};

/**
 * A date as "2026-12-31", "2026-12" or "2026", without its year "--12-31" or "--12"; or a law as "pp 50/2025".
 */
export type Reference = { kind: "date"; value: string } | { kind: "law"; value: string };

/** Where it stands in the plain text, and what is written there. */
export type Figure = (Quantity | Reference) & { start: number; end: number; written: string };

/** The figures of a text in their order, and the plain text that their places are in. */
export type FiguresInText = { plain: string; figures: Figure[] };

/**
 * Every figure in a text, in the ways Indonesians write them. No figures are: whole numbers up to 31 that stand alone
 * (days, steps), times of day, durations in hours, telephone numbers, and the numbers of addresses.
 */
export function findFigures(text: string): FiguresInText {
  const plain = plainOf(text);
  let rest = plain.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const figures: Figure[] = [];
  /** Takes out what a pattern finds, so that nothing else reads it; a figure where `read` makes one of it. */
  const take = (pattern: RegExp, read?: (match: RegExpMatchArray) => string | undefined, kind?: Reference["kind"]) => {
    for (const match of rest.matchAll(pattern)) {
      const value = read?.(match);
      if (read && value === undefined) continue;
      const [start, end] = [match.index, match.index + match[0].length];
      if (kind && value !== undefined) figures.push({ kind, value, start, end, written: plain.slice(start, end) });
      rest = rest.slice(0, start) + "·".repeat(end - start) + rest.slice(end);
    }
  };
  take(LAW, ([, name = "", number, year]) => `${LAW_NAMES[name] ?? name} ${number}/${year}`, "law");
  for (const pattern of [ARTICLE, LINK]) take(pattern);
  take(ISO_DATE, ([date]) => existing(date), "date");
  take(NUMERIC_DATE, ([, day, , month, year]) => existing(dateOf(year, month, day)), "date");
  take(NAMED_DATE, (match) => namedDate(match, rest), "date");
  for (const pattern of [TIME_OF_DAY, CLOCK, DURATION, PHONE, CALL_CENTRE, STREET, LABELLED]) take(pattern);
  const half = Array.from(rest.matchAll(HALF_PRICE), ({ 0: { length }, index: start }): Figure => {
    const end = start + length;
    return { kind: "percent", value: 50, step: 1, start, end, written: plain.slice(start, end) };
  });
  const digits = findDigits(rest);
  const words = findNumberWords(rest).filter(
    ({ start, end, scaled }) =>
      (scaled || UNIT.test(rest.slice(end))) && !digits.some((digit) => digit.end > start && digit.start < end),
  );
  const amounts = [...digits, ...words].flatMap((amount) => figureOf(amount, rest, plain) ?? []);
  return { plain, figures: [...figures, ...half, ...amounts].sort((a, b) => a.start - b.start) };
}

const NAMES =
  "peraturan pemerintah|undang-undang|peraturan menteri ketenagakerjaan|peraturan presiden|instruksi presiden";
const LAW = new RegExp(
  String.raw`\b(${NAMES}|pp|uu|perpp?u|perpres|inpres|keppres|permen\w*|kepmen\w*|perda|pergub|perbup|perwal|perwali)\s{0,3}(?:nomor|no\.?)?\s{0,3}(\d{1,3})\s{0,3}(?:\/|tahun|th\.?)\s{0,3}(\d{4})\b`,
  "g",
);
const LAW_NAMES: Readonly<Record<string, string>> = {
  "peraturan pemerintah": "pp",
  "undang-undang": "uu",
  "peraturan menteri ketenagakerjaan": "permenaker",
  "peraturan presiden": "perpres",
  "instruksi presiden": "inpres",
};
const ARTICLE = /\b(?:pasal|ayat|angka)\s*\(?\d+\)?/g;
const LINK =
  /\b(?:https?:\/\/|www\.)\S+|[^\s@]{1,64}@\S+|\b(?:[a-z][a-z0-9-]{0,62}\.){1,9}(?:id|com|net|org|me|ly|link)\b(?:\/\S*)?/g;

const MONTH =
  "januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember|january|february|march|may|june|july|august|october|december|jan|feb|mar|apr|jun|jul|agt|agu|ags|aug|sept|sep|okt|oct|nov|nop|des|dec";
const ISO_DATE = /(?<![\d-])\d{4}-\d{2}-\d{2}(?!\d)/g;
const NUMERIC_DATE = /(?<![\d.,/-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)/g;
const NAMED_DATE = new RegExp(String.raw`(?:(?<![\d.,])(\d{1,2})\s+)?\b(${MONTH})\b\.?(?:\s+(\d{4})\b)?`, "g");

/** The other end of a span, which gives the year for both: "April sampai Desember 2026". */
const SPAN_END = new RegExp(
  String.raw`^\s*(?:sampai(?: dengan)?|hingga|s\.?\/?d\.?|dan|[-–])\s*(?:\d{1,2}\s+)?(?:${MONTH})\s+(\d{4})\b`,
);

/** What stands before a month that has neither day nor year; else "Mei" may be somebody's name. */
const MONTH_CUE =
  /(?:bulan|sampai(?: dengan)?|hingga|s\.?\/?d\.?|mulai|sejak|dari|akhir|awal|pertengahan|per|iuran|sebelum|berakhir|[-–])\s*$/;

/** "2026-12-31", "--12" and the like; undefined for what is no date. */
function namedDate(match: RegExpMatchArray, rest: string): string | undefined {
  const [whole, day, name = "", ownYear] = match;
  const month = monthNumber(name);
  const start = match.index ?? 0;
  const year = ownYear ?? SPAN_END.exec(rest.slice(start + whole.length))?.[1];
  if (month === undefined) return undefined;
  if (day === undefined && year === undefined) {
    const isShort = name.length < 5 && !["mei", "juni", "juli", "may"].includes(name);
    return isShort || !MONTH_CUE.test(rest.slice(0, start)) ? undefined : `--${two(month)}`;
  }
  return dateOf(year, month, day); // a day that does not exist is in no knowledge, and staff are told so
}

function dateOf(year: string | undefined, month: string | number | undefined, day: string | undefined): string {
  return `${year ?? "-"}-${two(month ?? 0)}${day === undefined ? "" : `-${two(day)}`}`;
}

function two(number: string | number): string {
  return String(number).padStart(2, "0");
}

/** The date, when there is such a day: else digits with dots or dashes are something else. */
function existing(date: string): string | undefined {
  return isPossibleDate(date) ? date : undefined;
}

const TIME_OF_DAY = /\b(?:jam|pukul|pkl\.?)\s*\d{1,2}(?:[.:]\d{2})?(?!\d|[.,]\d)/g;
const CLOCK =
  /(?<!rp\.?\s?|[\d.,])(?:[01]?\d|2[0-3])[.:][0-5]\d(?!\d|[.,]\d|\s?(?:%|persen|prosen|juta|jt|ribu|rb|miliar|triliun))/g;
const DURATION = /(?<![\d.,])\d+\s?(?:jam|menit|detik)\b/g;
const PHONE =
  /\+62(?:[ .()-]{0,2}\d){7,12}(?!\d)|\(0\d{2,3}\)\s?\d(?:[ .-]?\d){4,9}(?!\d)|(?<![\d.,])(?:0\d|628)(?:[ .-]?\d){6,11}(?!\d)|(?<![\d.,])1500\d{3}(?!\d)/g;
/** The call centre of BPJS Ketenagakerjaan has just three digits. */
const CALL_CENTRE = /(?<![\d.,])175(?![\d%]|[.,]\d|\s?(?:persen|ribu|juta|orang|peserta|pekerja|rupiah))/g;
const STREET = /\bjln?\.?\s{1,3}[^,;\n]{0,80}?\b\d+[a-z]?\b/g;
const LABELLED =
  /\b(?:no|nomor|rt|rw|blok|kav|km|lantai|lt|kode ?pos|ruang|tiket|call ?cent(?:er|re)|hotline|telp|telepon|tel|tlp|hp|wa|whatsapp|sms)\b\.?\s{0,3}[:#]?\s{0,3}\d+(?![\d.,]*\d|\s?(?:%|persen|juta|jt|ribu|rb))/g;

const HALF_PRICE =
  /\b(?:setengah|separuh|separo)\s+(?:harga|iuran|tarif)\b|\b(?:harga|iuran|tarif)(?:nya)?\s+(?:(?:jadi|cuma|hanya|tinggal)\s+)?(?:setengah|separuh|separo)\b/g;
const PERCENT = /^\s?(?:%|persen|prosen|percent|pct)/;
const PEOPLE = /^\s(?:orang|peserta|pekerja|jiwa|warga|tenaga kerja|kepala keluarga|petani|nelayan|pedagang|people)\b/;
const UNIT = /^\s?(?:%|persen|prosen|percent|rupiah)/;
const RUPIAH_BEFORE = /rp\.?\s?$/;

/** Larger whole numbers say something even when they stand alone. */
const LARGEST_COUNTING = 31;

function figureOf(amount: Amount, rest: string, plain: string): Figure | undefined {
  const { value, scaled } = amount;
  const before = RUPIAH_BEFORE.exec(rest.slice(0, amount.start))?.[0] ?? "";
  const after = rest.slice(amount.end);
  const percent = PERCENT.exec(after)?.[0];
  const rupiah = /^\s?rupiah\b|^,-/.exec(after)?.[0];
  const people = PEOPLE.exec(after)?.[0];
  const start = amount.start - before.length;
  const end =
    amount.start + (rest.slice(amount.start, amount.end) + (percent ?? rupiah ?? people ?? "")).trimEnd().length;
  const place = { start, end, written: plain.slice(start, end) };
  const kind = percent ? "percent" : before || rupiah ? "money" : people ? "people" : "number";
  if (!scaled && (kind === "number" || kind === "people") && Number.isInteger(value)) {
    if (value <= LARGEST_COUNTING) return undefined;
    if (kind === "number" && /^(?:19|20)\d\d$/.test(amount.written.trim()))
      return { kind: "date", value: String(value), ...place };
  }
  return { kind, value, step: stepOf(amount), ...place };
}

function stepOf({ value, scaled, written }: Amount): number {
  const decimals = /,(\d+)/.exec(written)?.[1]?.length ?? 0;
  const shown = Number(/^\d+/.exec(written.replaceAll(".", ""))?.[0] ?? NaN);
  if (scaled)
    return Number.isNaN(shown) ? 1 : 10 ** (Math.floor(Math.log10(value)) - String(shown).length + 1 - decimals);
  if (decimals > 0) return 10 ** -decimals;
  const zeros = /(?<!0)0*$/.exec(String(value))?.[0].length ?? 0;
  return 10 ** Math.max(0, Math.min(zeros, String(value).length - 2));
}

/** One way of writing for what is written in several: blanks, bold marks, "IDR", English thousands, "50persen". */
function plainOf(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[*_~`]+/g, "")
    .replace(/[^\S\n]/g, " ")
    .replace(/\bIDR(?=\s?\d)/g, "Rp")
    .replace(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d|,\d|\s?(?:%|persen|juta|jt|ribu|rb|miliar|triliun))/gi, (number) =>
      number.replaceAll(",", "."),
    )
    .replace(/(?<=\d)(?=(?:persen|prosen|percent|rupiah|orang|peserta|pekerja|jiwa)\b)/gi, " ");
}
