import type { Knowledge } from "../knowledge/knowledge.ts";
import type { Tariff } from "../knowledge/schema.ts";
import { monthOf, type Day } from "../lib/calendar.ts";
import { fold } from "../understanding/normalise.ts";
import { findFigures, type Figure, type FiguresInText, type Quantity } from "./figures-in-text.ts";
import { isSumOfKnown } from "./figure-sums.ts";
import { knownFigures, tariffBounds, type KnownDate, type KnownFigures, type TariffBounds } from "./known-figures.ts";

/** One figure of a text as it is written there, whether the knowledge holds it on that day, and the facts that do. */
export type CheckedFigure = { figure: string; known: boolean; facts: string[] };

type Judged = { known: boolean; facts: readonly string[] };

/** What the text as a whole tells about its figures. */
type Setting = FiguresInText & {
  today: Day;
  known: KnownFigures;
  /** The discount that holds today for everybody who is spoken to. */
  discounts: readonly Tariff[];
  /** Discounts that are not over, for anybody who is spoken to. */
  bounds: readonly TariffBounds[];
  /** Discounts that are over, with the month in which the normal price came back. */
  over: readonly TariffBounds[];
  knowledge: Knowledge;
};

const UNKNOWN: Judged = { known: false, facts: [] };

/**
 * Every figure of a text, held against what may be told on that day: a discounted price while the discount holds for
 * all who are spoken to (for everybody, when no occupation is named), the normal price always, and what is old only along
 * with its year. The figures of a sum that is shown and right are known too. Dates of events are left out: a day of the
 * week is named with them, and no rule.
 */
export function checkFigures(text: string, knowledge: Knowledge, today: Day): CheckedFigure[] {
  const found = findFigures(text);
  const setting = settingOf(found, text, knowledge, today);
  const checked: (CheckedFigure & { of: Figure })[] = [];
  for (const figure of found.figures) {
    const judged = figure.kind === "date" ? judgeDate(figure, setting) : judge(figure, setting);
    if (judged === undefined) continue;
    const sum = judged.known ? undefined : isSumOfKnown(figure, found.plain, checked);
    const { known, facts } = sum ? { known: true, facts: sum } : judged;
    checked.push({ figure: figure.written, known, facts: [...facts], of: figure });
  }
  return checked.map(({ figure, known, facts }) => ({ figure, known, facts }));
}

function settingOf(found: FiguresInText, text: string, knowledge: Knowledge, today: Day): Setting {
  const named = sectorsIn(text, knowledge);
  const sectors = named.size > 0 ? [...named] : [...new Set(knowledge.tariffs.map(({ sector }) => sector))];
  const held = sectors.map((sector) => knowledge.tariff(sector, monthOf(today)));
  const discounts = held.every((tariff) => tariff && tariff.discountPercent > 0)
    ? held.flatMap((tariff) => tariff ?? [])
    : [];
  // "sopir sampai Maret, pekerja lain sampai Desember": the others are spoken to as well
  const isForOthers = /\blain(?:nya)?\b/i.test(text);
  const bounds = knowledge.tariffs.map(tariffBounds);
  const years = new Set(found.figures.flatMap(({ kind, value }) => (kind === "date" ? value.slice(0, 4) : [])));
  return {
    ...found,
    today,
    knowledge,
    discounts,
    known: knownFigures(knowledge, today, { discounts, years }),
    bounds: bounds.filter(
      ({ tariff, to }) => (to === undefined || to >= today) && (isForOthers || sectors.includes(tariff.sector)),
    ),
    over: bounds.filter(({ to }) => to !== undefined && to < today),
  };
}

/** The kinds of work that a text speaks of. */
function sectorsIn(text: string, { occupations }: Knowledge): Set<Tariff["sector"]> {
  const words = ` ${fold(text).replace(/[^a-z0-9]+/g, " ")} `;
  const named = occupations.filter((occupation) => occupation.words.some((word) => words.includes(` ${word} `)));
  const sectors = new Set(named.map(({ sector }) => sector));
  if (words.includes(" transportasi ")) sectors.add("transport");
  return sectors;
}

const DISCOUNT = /\b(?:diskon|potongan|dipotong|keringanan|potong|promo|korting|setengah|separuh|separo|discount)/i;

/** How far from the word a share may stand that is the discount's. */
const BESIDE = 25;

function judge(figure: Exclude<Figure, { kind: "date" }>, { plain, known, discounts, knowledge }: Setting): Judged {
  if (figure.kind === "law") return vouched(known.laws.filter(({ value }) => value === figure.value));
  const isOfDiscount =
    figure.kind === "percent" &&
    (DISCOUNT.test(plain.slice(Math.max(0, figure.start - BESIDE), figure.end + BESIDE)) ||
      (knowledge.tariffs.some(({ discountPercent }) => discountPercent === figure.value) &&
        DISCOUNT.test(sentenceOf(figure, plain))));
  if (isOfDiscount) {
    const right = discounts.every(({ discountPercent }) => discountPercent === figure.value);
    return right ? vouched(discounts) : UNKNOWN;
  }
  const isAbout = ABOUT.test(plain.slice(0, figure.start)) || /(?:ribu|juta)an$/.test(figure.written);
  const tolerance = isAbout ? figure.step : 1e-9;
  return vouched(
    known.quantities.filter(
      ({ kind, value }) => SAME_KIND[figure.kind].includes(kind) && Math.abs(value - figure.value) <= tolerance,
    ),
  );
}

const ABOUT = /(?:sekitar|kira-kira|kurang lebih|hampir|nyaris|lebih dari|kisaran|±)\s*$/i;

/** What a figure may mean: a bare number says nothing of what it counts. */
const SAME_KIND: Readonly<Record<Quantity["kind"], readonly Quantity["kind"][]>> = {
  money: ["money"],
  percent: ["percent"],
  people: ["people", "number"],
  number: ["number", "people", "money"],
};

function vouched(by: readonly { facts: readonly string[] }[]): Judged {
  return by.length === 0 ? UNKNOWN : { known: true, facts: [...new Set(by.flatMap(({ facts }) => facts))] };
}

/** Words of rules: a date beside them is no event's. */
const RULE = /\b(?:iuran|tarif|berlaku|berakhir|sampai|hingga|batas|paling lambat|mulai)/i;
const WEEKDAY =
  /\b(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|ahad)\b(?:\s*\([^)]*\))?[\s,]*(?:tanggal\s*)?$/i;
const UNTIL =
  /\b(?:sampai|hingga|s\.?\/?d|berakhir|habis|akhir|terakhir|batas\w*|sebelum)\b[\s.]{0,5}(?:(?:dengan|pada|di|akhir|bulan|tanggal|tgl|iuran|masa)\s{1,3}){0,5}$/i;
const FROM = /\b(?:mulai|sejak|dari|per)\b\s{0,3}(?:(?:pada|bulan|tanggal|tgl|iuran|awal)\s{1,3}){0,5}$/i;

/** undefined: it claims nothing that the knowledge could hold. */
function judgeDate(figure: Extract<Figure, { kind: "date" }>, setting: Setting): Judged | undefined {
  const { plain, today, known } = setting;
  const before = plain.slice(0, figure.start);
  const sentence = sentenceOf(figure, plain);
  const date = withYear(figure.value, today);
  const isOfDiscount = DISCOUNT.test(sentence) || (DISCOUNT.test(plain) && RULE.test(sentence));
  if (isOfDiscount) return judgeBound(date, before, setting);
  if (WEEKDAY.test(before) && !RULE.test(sentence)) return undefined;
  if (date === today.slice(0, 4)) return undefined;
  return vouched(known.dates.filter((other) => isSameDate(date, other)));
}

/** A date of a discount: its first and last day or month, the month after it, or a month within it. */
function judgeBound(date: string, before: string, { bounds, over, known, today }: Setting): Judged | undefined {
  const is = (bound: string | undefined) => bound?.startsWith(date) ?? false;
  const ends = UNTIL.test(before);
  const begins = FROM.test(before);
  const right = bounds.filter(({ from, to, after }) => {
    if (ends) return is(to);
    if (begins) return is(from) || is(after);
    const isWithin = date.length < 10 && from.slice(0, date.length) <= date && (to === undefined || date <= to);
    return is(from) || is(to) || is(after) || isWithin;
  });
  const normalAgain = ends ? [] : over.filter(({ after }) => is(after));
  const facts = [...right, ...normalAgain].map(({ tariff }) => tariff);
  if (facts.length > 0) return vouched(facts);
  if (!ends && date === today.slice(0, 4)) return undefined;
  // the day on which the law was made, and the like: whole days that a fact in force names
  return date.length === 10 && !ends && !begins
    ? vouched(known.dates.filter((other) => !other.exact && other.value === date))
    : UNKNOWN;
}

/** A date without its year is the next one of that name. */
function withYear(date: string, today: Day): string {
  if (!date.startsWith("--")) return date;
  const year = Number(today.slice(0, 4));
  return `${date.slice(2, 4) >= today.slice(5, 7) ? year : year + 1}${date.slice(1)}`;
}

function isSameDate(date: string, { value, exact }: KnownDate): boolean {
  return exact ? value === date : value.startsWith(date);
}

function sentenceOf({ start, end }: Figure, plain: string): string {
  const from = Math.max(0, ...Array.from(plain.slice(0, start).matchAll(/[.!?;](?=\s)|\n/g), ({ index }) => index + 1));
  const to = plain.slice(end).search(/[.!?;](?=\s|$)|\n/);
  return plain.slice(from, to < 0 ? plain.length : end + to);
}
