import { tokenise, type Token } from "./normalise.ts";

/** Number words with their value, in Indonesian, Sundanese and Javanese (also the Javanese forms before a scale: "rong yuta"). */
const UNITS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    nol: 0,
    satu: 1,
    hiji: 1,
    siji: 1,
    setunggal: 1,
    dua: 2,
    duwa: 2,
    loro: 2,
    kalih: 2,
    tiga: 3,
    telu: 3,
    tilu: 3,
    empat: 4,
    opat: 4,
    papat: 4,
    sekawan: 4,
    lima: 5,
    limo: 5,
    gangsal: 5,
    enam: 6,
    genep: 6,
    enem: 6,
    tujuh: 7,
    pitu: 7,
    delapan: 8,
    dalapan: 8,
    wolu: 8,
    sembilan: 9,
    salapan: 9,
    sanga: 9,
    sepuluh: 10,
    sapuluh: 10,
    sedoso: 10,
    sebelas: 11,
    sabelas: 11,
    sewelas: 11,
    rong: 2,
    telung: 3,
    patang: 4,
    limang: 5,
    nem: 6,
    pitung: 7,
    wolung: 8,
    sangang: 9,
  }),
);

const HALF = new Set(["setengah", "satengah", "separo", "setengahe"]);
const TEN = new Set(["puluh", "puluhan"]);
const TEEN = new Set(["belas", "welas"]);
const HUNDRED = new Set(["ratus", "atus"]);

const SCALES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ratus: 1e2,
    atus: 1e2,
    ribu: 1e3,
    rebu: 1e3,
    ewu: 1e3,
    rb: 1e3,
    rbu: 1e3,
    k: 1e3,
    juta: 1e6,
    yuta: 1e6,
    jt: 1e6,
    jta: 1e6,
    jutaan: 1e6,
    ribuan: 1e3,
    miliar: 1e9,
    milyar: 1e9,
    triliun: 1e12,
  }),
);

const WHOLE: ReadonlyMap<string, number> = new Map(
  Object.entries({
    seratus: 100,
    saratus: 100,
    satus: 100,
    seribu: 1000,
    sarebu: 1000,
    sewu: 1000,
    sejuta: 1e6,
    sajuta: 1e6,
    sayuta: 1e6,
    seceng: 1e3,
    goceng: 5e3,
    ceban: 1e4,
    goban: 5e4,
    gocap: 50e3,
  }),
);

/** A number found in a text: its value, where it stands and whether a word for thousands or millions belongs to it. */
export type Amount = { value: number; start: number; end: number; scaled: boolean; written: string };

const NUMBER = String.raw`\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?`;
const SCALE = String.raw`(?:ratus|atus|ribuan|ribu|rebu|ewu|rbu|rb|k|jutaan|juta|yuta|jta|jt|miliar|milyar|triliun)`;
const DIGITS = new RegExp(
  String.raw`(?:(?<![\p{L}\d]|\d[.,])|(?<=(?<!\p{L})rp\.?))(${NUMBER})\s?(${SCALE})?(?![\p{L}\d])`,
  "gu",
);

/** Ordinals that do not begin with "ke" or "ka" and a number. */
const FIRST: ReadonlyMap<string, number> = new Map(Object.entries({ pertama: 1, kahiji: 1, kapisan: 1 }));

/** A whole number from 1 to 11 written as one word, cardinal or ordinal: "dua", "kalih", "ketiga"; undefined otherwise. */
export function numberWord(word: string): number | undefined {
  const value = FIRST.get(word) ?? UNITS.get(word) ?? UNITS.get(word.replace(/^k[ea]/, ""));
  return value !== undefined && Number.isInteger(value) && value > 0 ? value : undefined;
}

/** Numbers written with digits: "1,5jt", "900.000", "2 juta", "580 ribu", "2023". */
export function findDigits(folded: string): Amount[] {
  if (!/\d/.test(folded)) return [];
  return Array.from(folded.matchAll(DIGITS)).flatMap((match) => {
    const scale = SCALES.get(match[2] ?? "");
    if (scale === undefined && PHONE.test((match[1] ?? "").replace(/\D/g, ""))) return [];
    const value = digitValue(match[1] ?? "") * (scale ?? 1);
    if (value > LARGEST) return [];
    return {
      value,
      start: match.index,
      end: match.index + match[0].length,
      scaled: scale !== undefined,
      written: match[0],
    };
  });
}

/** More rupiah than there are; a longer row of digits is no number anybody means. */
const LARGEST = 1e17;

/** A mobile number, or a number too long to be anybody's income: a person who leaves theirs does not name a sum. */
const PHONE = /^(?:0\d{8,}|\d{10,})$/;

/** Numbers written as words: "dua juta lima ratus ribu", "sejuta setengah", "tiga puluh". Single digits count too. */
export function findNumberWords(folded: string, words: readonly Token[] = tokenise(folded)): Amount[] {
  // most messages have none
  if (!words.some(({ text }) => beginsNumber(text))) return [];
  const texts = words.map(({ text }) => text);
  const found: Amount[] = [];
  for (let i = 0; i < words.length;) {
    const run = readNumber(texts, i);
    const first = words[i];
    const last = words[i + run.length - 1];
    if (run.length > 0 && first && last) {
      const { end } = last;
      found.push({
        value: run.value,
        start: first.start,
        end,
        scaled: run.scaled,
        written: folded.slice(first.start, end),
      });
      i += run.length;
    } else i++;
  }
  return found;
}

function beginsNumber(word: string): boolean {
  return BEGINNINGS.has(word);
}

const BEGINNINGS = new Set([...UNITS.keys(), ...WHOLE.keys(), ...HALF]);

/** "1.099.000" → 1099000, "1,5" → 1.5, "1.5" → 1.5: a point groups thousands only before exactly three digits. */
function digitValue(written: string): number {
  const grouped = /^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(written);
  return Number((grouped ? written.replaceAll(".", "") : written).replace(",", "."));
}

/**
 * Reads the longest number that begins at a word: groups of hundreds, tens and ones, each followed by a scale, the scales
 * falling ("dua juta lima ratus ribu"). "setengah" is a half of the scale beside it.
 */
function readNumber(words: readonly string[], from: number): { value: number; length: number; scaled: boolean } {
  if (!beginsNumber(words[from] ?? "")) return NO_NUMBER;
  let total = 0;
  let at = from;
  let smallest = Infinity;
  for (;;) {
    const whole = WHOLE.get(words[at] ?? "");
    const group =
      whole === undefined || whole < 1000 ? readGroup(words, at) : { value: whole, length: 1, scale: whole };
    if (group.length === 0) break;
    const scale = group.scale ?? SCALES.get(words[at + group.length] ?? "") ?? 1;
    const takesScale = group.scale === undefined && scale >= 1000;
    if ((takesScale || group.scale !== undefined ? scale : 1) >= smallest) break;
    total += group.scale === undefined ? group.value * (takesScale ? scale : 1) : group.value;
    at += group.length + (takesScale ? 1 : 0);
    if (!takesScale && group.scale === undefined)
      return { value: total, length: at - from, scaled: smallest < Infinity };
    smallest = scale;
    if (HALF.has(words[at] ?? "") && SCALES.get(words[at + 1] ?? "") === undefined) {
      total += scale / 2;
      at++;
    }
  }
  return { value: total, length: at - from, scaled: smallest < Infinity };
}

const NO_NUMBER = { value: 0, length: 0, scaled: false };

/** A number below a thousand: "seratus dua puluh lima", "satu setengah", "lima belas"; length 0 when there is none. */
function readGroup(words: readonly string[], from: number): { value: number; length: number; scale?: number } {
  let at = from;
  let value = 0;
  const word = (offset = 0) => words[at + offset] ?? "";
  const digit = (text: string) => {
    const unit = UNITS.get(text);
    return unit !== undefined && unit >= 1 && unit < 10 ? unit : undefined;
  };
  const hundreds = WHOLE.get(word()) === 100 ? 1 : HUNDRED.has(word(1)) ? digit(word()) : undefined;
  if (hundreds !== undefined) {
    at += WHOLE.get(word()) === 100 ? 1 : 2;
    value += hundreds * 100;
  }
  const ones = digit(word());
  if (ones !== undefined && TEN.has(word(1))) {
    value += ones * 10;
    at += 2;
  } else if (ones !== undefined && TEEN.has(word(1))) {
    return { value: value + ones + 10, length: at + 2 - from };
  } else if ((UNITS.get(word()) ?? 0) >= 10) {
    return { value: value + (UNITS.get(word()) ?? 0), length: at + 1 - from };
  }
  const last = digit(word());
  if (last !== undefined) {
    value += last;
    at++;
  } else if (at === from && word() === "nol") return { value: 0, length: 1 };
  if (HALF.has(word()) && SCALES.get(word(1)) !== undefined) {
    value += 0.5;
    at++;
  }
  return { value, length: at - from };
}
