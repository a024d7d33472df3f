import type { Term } from "../knowledge/knowledge.ts";
import type { Occupation, Segment } from "../knowledge/schema.ts";
import type { Day, Month } from "../lib/calendar.ts";
import { MASK } from "../lib/id-number.ts";
import { findDigits, findNumberWords, type Amount } from "./amounts.ts";
import type { Gazetteer } from "./gazetteer.ts";
import type { createPhraseBook } from "./phrase-book.ts";
import type { PhraseFinder } from "./phrases.ts";
import { wordsOf } from "./normalise.ts";
import type { Sentence } from "./sentence.ts";
import { readMonth, readRelativeTime } from "./time-words.ts";

export type Programme = "jkk" | "jkm" | "jht" | "jp" | "jkp";
/** What an income is for; "unsaid" when nothing says so and it is as small as what many earn in a day. */
export type IncomePeriod = "day" | "week" | "month" | "unsaid";

/** What a message names besides its question. Absent lists are empty; absent values undefined. */
export type Entities = {
  /** Places in order of mention; each with all it can mean, likeliest first. */
  regions: string[][];
  programmes: Programme[];
  /** Ids from occupations.json. */
  occupations: string[];
  segments: Segment[];
  /** Calendar years named, or meant by "tahun lalu". */
  years: number[];
  /** A contribution month named: "Januari 2027", "bulan depan". */
  month?: Month | undefined;
  /** How many months at once: "6 bulan", "setahun" (12). */
  monthsCount?: number | undefined;
  age?: number | undefined;
  incomeRupiah?: number | undefined;
  incomePeriod?: IncomePeriod | undefined;
  /** How many people: "20 petani". */
  people?: number | undefined;
  /** Percentages quoted: "90 persen". */
  percents: number[];
  /** Other numbers quoted: "580 ribu". */
  counts: number[];
  /** Outlets named, as the sources write them. */
  outlets: string[];
  /** Facts that a word of the message means: ids. */
  named: string[];
  /** Ways of paying named. */
  payments: string[];
  /** A sixteen-digit number was sent (and hidden). */
  idNumber: boolean;
};

export const NO_ENTITIES: Entities = {
  regions: [],
  programmes: [],
  occupations: [],
  segments: [],
  years: [],
  percents: [],
  counts: [],
  outlets: [],
  named: [],
  payments: [],
  idNumber: false,
};

/**
 * Entities, the words with each of them replaced by the name of its type for the classifier (an occupation keeps its
 * words, its type is added), and the words that are left without them.
 */
export type Extraction = {
  entities: Entities;
  terms: Term[];
  abstract: readonly string[];
  rest: readonly string[];
};

/** What extraction looks things up in. */
export type EntityFinders = {
  gazetteer: Gazetteer;
  phrases: ReturnType<
    typeof createPhraseBook<{
      occupations: PhraseFinder<Occupation["id"]>;
      programmes: PhraseFinder<Programme>;
      segments: PhraseFinder<Segment>;
      payments: PhraseFinder<string>;
      outlets: PhraseFinder<string>;
      terms: PhraseFinder<Term>;
    }>
  >;
};

type Span = { start: number; end: number; token: string };

const AGE =
  /\b(?:umur|usia|umure|yuswa|umurna|umr|age[d]?)(?:nya|ku|na|e|ipun)?\s+(?:saya\s+|sdh\s+|udah\s+|sudah\s+|wis\s+|tos\s+|geus\s+|baru\s+|di\s*atas\s+|lebih\s+(?:dari\s+)?|lewat\s+)?(\d{1,3})\b|\b(\d{2})\s*(?:thn|tahun|th|taun|warsa|years? old)\b(?!\s*(?:terakhir|lalu|kerja|jadi|ke\s*depan|sekali|belakangan))/g;
const PERCENT = /(?<![\d.,])(\d{1,3}(?:[.,]\d+)?)\s*(?:%|persen|prosen|percent|prsn|persentase)/g;
const YEAR = /\b(20[12]\d)\b/g;
const MONTHS_COUNT = /\b(\d{1,2}|se|sa)\s*-?\s*(?:bulan|bln|wulan|sasi|month[s]?)\b/g;
const MONTH_WORD = /bulan|bln|wulan|sasi|month/;
const REGULATION =
  /\b(?:pp|perpres|permen\w*|inpres|kepmen\w*|uu|undang undang|peraturan\s\w+)\s*(?:no(?:mor)?\.?\s*)?\d{1,3}\s*(?:\/|thn|th|tahun)?\s*$/;
const YEAR_LONG = /\b(?:setahun|sataun|setaun|sewarsa|1\s*(?:thn|tahun|taun))\b/;
const MONEY_CUE =
  /(?:rp\.?|idr|gaji|penghasilan|pendapatan|upah|income|omzet|omset|hasil|bati|penghasilane|pnghsln|pengasilan|pngasiln|ngasilin|dapat|dpt|dapet|entuk|meunang|bayaran|earn|honor)\s*$/;
const PEOPLE =
  /\b(\d{1,6})\s*(?:orang|org|warga|anggota|petani|pedagang|nelayan|karyawan|pekerja|pegawai|jiwa|wong|urang|jalma|kepala|kk|tukang|driver|ojek|buruh|people|kader|ibu|bapak|member)/;

/** Reads all entities from a sentence. `today` gives "tahun lalu" and "bulan depan" their meaning. */
export function extractEntities(sentence: Sentence, original: string, today: Day, finders: EntityFinders): Extraction {
  const { folded } = sentence;
  const spans: Span[] = [];
  const entities: Entities = { ...NO_ENTITIES, idNumber: original.includes(MASK) };
  const maskFolded = "[nomor disembunyikan]";
  const at = folded.indexOf(maskFolded);
  if (at >= 0) spans.push({ start: at, end: at + maskFolded.length, token: "_nik_" });

  const { outlets, programmes, segments, payments, terms: named, ...rest } = finders.phrases.find(sentence);
  entities.outlets = unique(outlets.map(({ id }) => id));
  // the place in a newspaper's name ("Harian Jogja") is no place that is asked about
  const regions = finders.gazetteer.find(sentence).filter((mention) => free(spans, mention) && free(outlets, mention));
  entities.regions = regions.map(({ codes }) => codes);
  spans.push(...regions.map(({ start, end }) => ({ start, end, token: "_wilayah_" })));

  entities.programmes = unique(programmes.map(({ id }) => id));
  entities.segments = unique(segments.map(({ id }) => id));
  entities.payments = unique(payments.map(({ id }) => id));
  const terms = named.map(({ id }) => id);
  entities.named = unique(terms.flatMap(({ facts }) => facts));
  const occupations = rest.occupations.filter((mention) => free(spans, mention));
  entities.occupations = unique(occupations.map(({ id }) => id));

  readNumbers({ sentence, today, entities, spans });
  readRelativeTime({ folded, today, entities });
  const kept = occupations.map(({ end }) => ({ start: end, end, token: " _kerja_" }));
  const gone = [...occupations, ...programmes, ...payments].map((mention) => ({ ...mention, token: " " }));
  const abstract = replaced(sentence, [...spans, ...kept]);
  return {
    entities,
    terms,
    abstract,
    rest: kept.length + gone.length === 0 ? abstract : replaced(sentence, [...spans, ...gone]),
  };
}

function readNumbers({
  sentence,
  today,
  entities,
  spans,
}: {
  sentence: Sentence;
  today: Day;
  entities: Entities;
  spans: Span[];
}): void {
  const { folded } = sentence;
  const digits = /\d/.test(folded);
  if (digits) {
    readPercents(folded, entities, spans);
    readAge(folded, entities, spans);
  }
  const counts = MONTH_WORD.test(folded) ? [...folded.matchAll(MONTHS_COUNT)] : [];
  const count = counts.find(({ index }) => free(spans, { start: index, end: index + 1 }));
  if (count) {
    entities.monthsCount = /\d/.test(count[1] ?? "") ? Number(count[1]) : 1;
    if (/\d/.test(count[1] ?? ""))
      spans.push({ start: count.index, end: count.index + (count[1] ?? "").length, token: "_lama_" });
  } else if (YEAR_LONG.test(folded)) entities.monthsCount = 12;

  if (digits) readYears(folded, entities, spans);
  readMonth({ sentence, today, entities });
  const people = digits ? PEOPLE.exec(folded) : null;
  if (people && free(spans, { start: people.index, end: people.index + 1 })) entities.people = Number(people[1]);

  for (const amount of [...findDigits(folded), ...findNumberWords(folded, sentence.tokens)]) {
    if (!free(spans, amount)) continue;
    const income = incomeOf(amount, folded);
    if (income) {
      entities.incomeRupiah ??= amount.value;
      entities.incomePeriod ??= income;
      spans.push({ ...amount, token: "_uang_" });
    } else if (amount.scaled || amount.value >= 1000) {
      spans.push({ ...amount, token: "_angka_" });
    }
    if (amount.scaled || amount.value >= 100 || /[.,]/.test(amount.written))
      entities.counts = [...entities.counts, amount.value];
  }
}

function readPercents(folded: string, entities: Entities, spans: Span[]): void {
  for (const match of folded.matchAll(PERCENT)) {
    const number = match[1] ?? "";
    entities.percents = [...entities.percents, Number(number.replace(",", "."))];
    spans.push({ start: match.index, end: match.index + number.length, token: "_angka_" });
  }
}

function readAge(folded: string, entities: Entities, spans: Span[]): void {
  for (const match of folded.matchAll(AGE)) {
    const age = Number(match[1] ?? match[2]);
    if (age < 10 || age > 110) continue;
    // "10 tahun" beside words of membership is a duration, not an age
    if (
      match[2] !== undefined &&
      (age < 15 || /(?:sudah|udah|selama|kerja|jadi peserta|masa iur|peserta)\s*$/.test(folded.slice(0, match.index)))
    )
      continue;
    entities.age = age;
    const start = match.index + match[0].indexOf(String(match[1] ?? match[2]));
    spans.push({ start, end: start + String(age).length, token: "_umur_" });
  }
}

function readYears(folded: string, entities: Entities, spans: Span[]): void {
  for (const match of folded.matchAll(YEAR)) {
    if (!free(spans, { start: match.index, end: match.index + 4 })) continue;
    // "PP 50 tahun 2025" names a regulation, not a time
    if (REGULATION.test(folded.slice(0, match.index))) continue;
    entities.years = unique([...entities.years, Number(match[1])]);
    spans.push({ start: match.index, end: match.index + 4, token: "_tahun_" });
  }
}

/** Smallest and largest amounts of money that are believed to be somebody's income for a day, a week or a month. */
const INCOME = { smallest: 10_000, largest: 1e9 };

function incomeOf(amount: Amount, folded: string): IncomePeriod | undefined {
  const before = folded.slice(Math.max(0, amount.start - 40), amount.start);
  const after = folded.slice(amount.end, amount.end + 24);
  if (amount.value < INCOME.smallest || amount.value > INCOME.largest) return undefined;
  if (/^\s*(?:orang|org|pekerja|peserta|petani|jiwa|warga|karyawan|member)/.test(after)) return undefined;
  const currency = /(?:rp\.?|idr)\s*$/.test(before);
  const cue =
    MONEY_CUE.test(
      before
        .replace(/(?:rp\.?|idr)\s*$/, "")
        .replace(
          /\b(?:saya|sy|cuma|hanya|sekitar|kira|sebulan|perbulan|per bulan|nya|kisaran|rata|bulanan|per|bulan|sehari|segitu|mung|ngan|kurang|lebih|paling|sasi|sabulan|sewulan|antara)\b/g,
          "",
        )
        .trimEnd() + " ",
    ) ||
    /(?:gaji|penghasil|pendapat|upah|omzet|omset|income|bati|pengasil|pngasil|pnghsl|hasil|salary|earn)/.test(folded);
  const period = PERIOD_AFTER.exec(after)?.[1] ?? PERIOD_BEFORE.exec(before)?.[1];
  if (!currency && !cue && !period && !amount.scaled) return undefined;
  if (!cue && !period && !currency && amount.value < 100_000) return undefined;
  if (period && /^(?:hari|hr|day|dai|poe|enjing|isuk|dina|dino|dinten)/.test(period)) return "day";
  if (period && /^(?:minggu|mgg|week)/.test(period)) return "week";
  return period || amount.value >= SURELY_MONTHLY ? "month" : "unsaid";
}

/** What follows an amount, or stands before it, and says for how long it is earned, in four languages. */
const PERIOD =
  "(?:(?:per|\\/|se|sa|tiap|saben|saban|unggal|each|every|an?)\\s*-?\\s*)?(hari|hr|day|dai|poe|enjing|isuk|dina|dino|dinten|minggu|mgg|week|bulan|bln|sasi|wulan|month)";
const PERIOD_AFTER = new RegExp(`^\\s*(?:-?an)?\\s*(?:nya)?\\s*${PERIOD}`);
const PERIOD_BEFORE = new RegExp(`\\b${PERIOD}(?:an|na|ne|nya|ly)?\\b(?:\\s+[a-z]+){0,3}\\s*(?:rp\\.?|idr)?\\s*$`);

/** Below this an income may as well be that of a day: what is asked back then. */
const SURELY_MONTHLY = 400_000;

/** The words with those of each span replaced by its token. */
function replaced(sentence: Sentence, spans: readonly Span[]): readonly string[] {
  return spans.length === 0 ? sentence.words : wordsOf(replaceSpans(sentence.folded, spans));
}

/** The text with each span replaced by its token; of two that overlap the one that begins first counts. */
function replaceSpans(folded: string, spans: readonly Span[]): string {
  let text = "";
  let from = 0;
  for (const { start, end, token } of spans.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < from) continue;
    text += `${folded.slice(from, start)}${token}`;
    from = end;
  }
  return text + folded.slice(from);
}

function free(
  spans: readonly { start: number; end: number }[],
  { start, end }: { start: number; end: number },
): boolean {
  return spans.every((span) => end <= span.start || start >= span.end);
}

function unique<T>(list: readonly T[]): T[] {
  return list.length < 2 ? [...list] : [...new Set(list)];
}
