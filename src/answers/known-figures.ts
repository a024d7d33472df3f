import { isTellable, type Knowledge } from "../knowledge/knowledge.ts";
import type { Fact, Tariff } from "../knowledge/schema.ts";
import { addMonths, lastDayOf, monthOf, yearOf, type Day } from "../lib/calendar.ts";
import { findFigures, type Quantity } from "./figures-in-text.ts";

/** A quantity that facts vouch for. */
export type KnownQuantity = Pick<Quantity, "kind" | "value"> & { facts: readonly string[] };

/** A date that facts vouch for. `exact`: only as it is written, like the day of a report. */
export type KnownDate = { value: string; exact: boolean; facts: readonly string[] };

/** What a fact says, read once. */
type FactFigures = {
  fact: Fact;
  quantities: readonly KnownQuantity[];
  dates: readonly KnownDate[];
  laws: readonly string[];
  /** It speaks of a discount, and holds no longer than that. */
  ofDiscount: boolean;
};

/** What may be said on one day. */
export type KnownFigures = {
  quantities: KnownQuantity[];
  dates: KnownDate[];
  laws: { value: string; facts: string[] }[];
};

/** What holds on a day. */
export function knownFigures(
  knowledge: Knowledge,
  today: Day,
  {
    discounts,
    years,
  }: {
    /** Tariffs with a discount that holds on that day for everybody who is spoken to; empty when there is none. */
    discounts: readonly Tariff[];
    /** Years that are told along: what is old may be told with its year only. */
    years: ReadonlySet<string>;
  },
): KnownFigures {
  const valid = readFacts(knowledge).filter(({ fact }) => isValid(fact, today));
  const told = valid.filter(({ ofDiscount }) => !ofDiscount || discounts.length > 0);
  return {
    quantities: [
      ...told.filter(({ fact }) => isFresh(fact, years)).flatMap(({ quantities }) => quantities),
      ...normalPrices(knowledge),
      ...discountedPrices(knowledge, discounts),
    ],
    dates: valid.flatMap(({ dates }) => dates),
    laws: valid.flatMap(({ fact, laws }) => laws.map((value) => ({ value, facts: [fact.id] }))),
  };
}

/** Known of each knowledge once: reading all facts takes longer than checking a text. */
const READ = new WeakMap<Knowledge, readonly FactFigures[]>();

function readFacts(knowledge: Knowledge): readonly FactFigures[] {
  let read = READ.get(knowledge);
  if (!read) {
    const ofTariffs = new Set(knowledge.tariffs.flatMap(({ facts }) => facts));
    read = knowledge.facts.filter(isTellable).map((fact) => readFact(fact, ofTariffs.has(fact.id), knowledge));
    READ.set(knowledge, read);
  }
  return read;
}

function readFact(fact: Fact, ofTariff: boolean, knowledge: Knowledge): FactFigures {
  const facts = [fact.id];
  const { figures } = findFigures(wordsOf(fact));
  const dates = figures.flatMap(({ kind, value }) => (kind === "date" && !value.startsWith("-") ? value : []));
  const strong = [...dates, fact.asOf, fact.validFrom, fact.validTo, fact.targetFor, ...targetDates(fact)];
  const reported = knowledge.sourcesOf(fact).flatMap(({ published, stated }) => [published, stated]);
  return {
    fact,
    quantities: [
      ...figures.flatMap((figure) =>
        figure.kind === "date" || figure.kind === "law" ? [] : { kind: figure.kind, value: figure.value, facts },
      ),
      ...valuesOf(fact).map((quantity) => ({ ...quantity, facts })),
    ],
    dates: [
      ...strong.flatMap((value) => (value ? { value, exact: false, facts } : [])),
      ...[fact.published, ...reported].flatMap((value) => (value ? { value, exact: true, facts } : [])),
    ],
    laws: figures.flatMap(({ kind, value }) => (kind === "law" ? value : [])),
    ofDiscount: ofTariff || fact.intents.every((intent) => intent === "contribution.discount"),
  };
}

function wordsOf(fact: Fact): string {
  const {
    statement,
    valueText,
    caveat,
    legalBasis,
    items = [],
    steps = [],
    numerator,
    denominator,
    targets = [],
  } = fact;
  const listed = items.flatMap((item) => (typeof item === "object" ? Object.values(item) : item)).map(String);
  const sides = [numerator?.text, denominator?.text, ...targets.map(({ text }) => text)];
  return [statement, valueText, caveat, legalBasis, ...sides, ...listed, ...steps].filter(Boolean).join("\n");
}

function targetDates({ targets = [] }: Fact): string[] {
  return targets.map((target) => target.for);
}

function valuesOf({ value, unit = "", percent, numerator, denominator }: Fact): Pick<Quantity, "kind" | "value">[] {
  const kind = unit.startsWith("rupiah") ? "money" : unit.startsWith("persen") ? "percent" : "number";
  const isCounted = !/^(?:nomor|tanggal)/.test(unit);
  return [
    ...(value === undefined || !isCounted ? [] : [{ kind, value } as const]),
    ...(percent === undefined ? [] : [{ kind: "percent", value: percent } as const]),
    ...[numerator, denominator].flatMap((side) => (side ? { kind: "people" as const, value: side.value } : [])),
  ];
}

/** A rule may be told once it was announced, and until it ends. */
function isValid({ validFrom, validTo, published }: Fact, today: Day): boolean {
  const hasBegun = validFrom === undefined || firstDayOf(validFrom) <= today || lastDayOf(published ?? "9999") <= today;
  return hasBegun && (validTo === undefined || lastDayOf(validTo) >= today);
}

function isFresh({ status, asOf, published }: Fact, years: ReadonlySet<string>): boolean {
  if (status !== "historical" && status !== "superseded") return true;
  const date = asOf ?? published;
  return date !== undefined && years.has(String(yearOf(date)));
}

function firstDayOf(date: string): Day {
  return `${date}-01-01`.slice(0, 10);
}

/** Everything in the contribution table but what is discounted in it. */
function normalPrices(knowledge: Knowledge): KnownQuantity[] {
  const facts = tableFacts(knowledge);
  return knowledge.bands.flatMap((band) =>
    Object.entries(band).flatMap(([column, value]) =>
      value === null || column.endsWith("_disc50") ? [] : { kind: "money" as const, value, facts },
    ),
  );
}

/** The prices that hold under every one of the discounts. */
function discountedPrices(knowledge: Knowledge, discounts: readonly Tariff[]): KnownQuantity[] {
  const percents = [...new Set(discounts.map(({ discountPercent }) => discountPercent))];
  const [percent] = percents;
  if (percent === undefined || percents.length > 1) return [];
  const facts = [...new Set([...tableFacts(knowledge), ...discounts.flatMap((tariff) => tariff.facts)])];
  const share = 1 - percent / 100;
  return knowledge.bands
    .flatMap(({ jkk, jkm, jht }) => [jkk * share, jkm * share, (jkk + jkm) * share, (jkk + jkm) * share + jht])
    .map((value) => ({ kind: "money", value, facts }));
}

function tableFacts({ facts }: Knowledge): string[] {
  return facts.filter(({ table }) => table !== undefined).map(({ id }) => id);
}

/** First day, last day, and the first one on which the normal price holds again. */
export type TariffBounds = { tariff: Tariff; from: Day; to?: Day; after?: Day };

/** The days between which a tariff holds. */
export function tariffBounds(tariff: Tariff): TariffBounds {
  const from = firstDayOf(tariff.validFrom);
  if (tariff.validTo === null) return { tariff, from };
  const to = lastDayOf(tariff.validTo);
  return { tariff, from, to, after: `${addMonths(monthOf(to), 1)}-01` };
}
