import { monthOf, orderDay, type Day, type Month } from "../lib/calendar.ts";
import type { Intent } from "../lib/intent.ts";
import type { KnowledgeContent } from "./check.ts";
import { createRegions, type Regions } from "./regions.ts";
import type {
  ContributionBand,
  Fact,
  LanguagesDocument,
  LexiconDocument,
  Occupation,
  Source,
  Tariff,
} from "./schema.ts";

/** The facts we may tell, and ways to find them. Immutable; every function is pure. */
export type Knowledge = {
  facts: readonly Fact[];
  regions: Regions;
  occupations: readonly Occupation[];
  /** The names of all outlets, as sources give them. */
  outlets: readonly string[];
  /** One fact by its id. Throws when there is none: ids in code are checked by the tests. */
  fact(id: string): Fact;
  /** The sources a fact rests on; those of the facts it was computed from when it has none of its own. */
  sourcesOf(fact: Fact): Source[];
  /** The facts that may answer an intent and may be told at all, in the order of the files. */
  factsFor(intent: Intent): readonly Fact[];
  /** Statistics of exactly that place on one topic, newest first. */
  statistics(region: string, topic: NonNullable<Fact["topic"]>): readonly Fact[];
  occupation(id: string): Occupation | undefined;
  /** The special tariff for a sector in a contribution month; undefined when the normal one holds. */
  tariff(sector: Tariff["sector"], month: Month): Tariff | undefined;
  /** The last month of the special tariff, as a day. */
  tariffEnd(tariff: Tariff): Day | undefined;
  tariffs: readonly Tariff[];
  /** The contribution table by income, lowest band first. */
  bands: readonly ContributionBand[];
  /** Words that mean just one fact, or a few, with what those facts answer. */
  terms: readonly Term[];
  /** The word lists that understanding works with. */
  lexicon: LexiconDocument;
  /** The words by which the language of a message is known. */
  languages: LanguagesDocument;
  /** Place names that are everyday words as well. */
  needCue: ReadonlySet<string>;
};

/**
 * A word or phrase that means certain facts: "tim kepatuhan", "kaki palsu". `intents` are the questions that it decides
 * by itself, because it names a report; the everyday words of rules and procedures only choose among the facts of a
 * question, and decide none.
 */
export type Term = { phrase: string; facts: readonly string[]; intents: readonly Intent[] };

/** Kinds of facts that people ask about in everyday words. */
const EVERYDAY_KINDS: ReadonlySet<Fact["kind"]> = new Set(["rule", "procedure", "list", "table"]);

/** A fact that must not be told as it stands: nobody read its source, or it needs a look before use. */
export function isTellable(fact: Fact): boolean {
  return fact.status !== "check_before_use" && fact.confidence !== "memory_only";
}

/** The date that puts statistics in order: what they hold for, else when they were published. */
export function orderDate(fact: Fact): Day {
  const date = fact.asOf ?? fact.published;
  return date ? orderDay(date) : "0000-00-00";
}

/** Indexes checked content. */
export function createKnowledge({
  facts,
  sources,
  tariffs,
  occupations,
  regions,
  regionNames,
  needCue,
  lexicon,
  languages,
}: KnowledgeContent): Knowledge {
  const all = facts.map(({ fact }) => fact);
  const ofPlace = statisticsOf(all);
  const byId = new Map(all.map((fact) => [fact.id, fact]));
  const sourceById = new Map(sources.map((source) => [source.id, source]));
  const occupationById = new Map(occupations.map((occupation) => [occupation.id, occupation]));
  const byIntent = new Map<Intent, Fact[]>();
  for (const fact of all.filter(isTellable))
    for (const intent of fact.intents) byIntent.set(intent, [...(byIntent.get(intent) ?? []), fact]);

  function fact(id: string): Fact {
    const found = byId.get(id);
    if (!found) throw new Error(`no such fact: ${id}`);
    return found;
  }

  function sourcesOf(of: Fact): Source[] {
    const own = of.sources.flatMap((id) => sourceById.get(id) ?? []);
    if (own.length > 0) return own;
    const rests = (of.seeAlso ?? []).flatMap((id) => sourcesOf(fact(id)));
    return [...new Set(rests)];
  }

  return {
    facts: all,
    regions: createRegions(regions, regionNames),
    occupations,
    outlets: [...new Set(sources.map(({ outlet }) => outlet))],
    fact,
    sourcesOf,
    factsFor: (intent) => byIntent.get(intent) ?? [],
    statistics: (region, topic) => ofPlace.get(region)?.get(topic) ?? [],
    occupation: (id) => occupationById.get(id),
    tariff: (sector, month) =>
      tariffs.find(
        (tariff) =>
          tariff.sector === sector &&
          monthOf(tariff.validFrom) <= month &&
          (tariff.validTo === null || month <= monthOf(tariff.validTo)),
      ),
    tariffEnd: (tariff) => tariff.validTo ?? undefined,
    tariffs,
    bands: all.flatMap((entry) => entry.table ?? []),
    terms: termsOf(all),
    lexicon,
    languages,
    needCue: new Set(needCue),
  };
}

type Statistics = ReadonlyMap<string, ReadonlyMap<NonNullable<Fact["topic"]>, readonly Fact[]>>;

/** The statistics of each place by topic, newest first. */
function statisticsOf(facts: readonly Fact[]): Statistics {
  const found = new Map<string, Map<NonNullable<Fact["topic"]>, Fact[]>>();
  for (const fact of facts.filter(isTellable).toSorted((a, b) => orderDate(b).localeCompare(orderDate(a)))) {
    const { topic, region, alsoRegions = [] } = fact;
    if (topic === undefined || region === undefined) continue;
    for (const code of new Set([region, ...alsoRegions])) {
      const topics = found.get(code) ?? new Map<typeof topic, Fact[]>();
      topics.set(topic, [...(topics.get(topic) ?? []), fact]);
      found.set(code, topics);
    }
  }
  return found;
}

function termsOf(facts: readonly Fact[]): Term[] {
  const terms = new Map<string, { facts: string[]; intents: Intent[] }>();
  for (const { id, kind, intents, keywords = [] } of facts.filter(isTellable))
    for (const phrase of keywords) {
      const term = terms.get(phrase) ?? { facts: [], intents: [] };
      term.facts.push(id);
      if (!EVERYDAY_KINDS.has(kind)) term.intents.push(...intents);
      terms.set(phrase, term);
    }
  return [...terms].map(([phrase, term]) => ({ phrase, ...term }));
}
