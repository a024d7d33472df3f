import type { Term } from "../knowledge/knowledge.ts";
import type { Occupation, Region, Segment } from "../knowledge/schema.ts";
import type { Day } from "../lib/calendar.ts";
import { createClosestWord, type ClosestWord } from "./closest-word.ts";
import { extractEntities, type Entities, type EntityFinders, type Programme } from "./entities.ts";
import { createGazetteer } from "./gazetteer.ts";
import type { Lexicon } from "./lexicon.ts";
import { fold, wordsOf } from "./normalise.ts";
import { createPhraseBook } from "./phrase-book.ts";
import { createPhraseFinder } from "./phrases.ts";
import type { Sentence } from "./sentence.ts";

/** What reading looks things up in; all of it data. */
export type ReaderMaterial = {
  lexicon: Lexicon;
  regions: readonly Region[];
  regionNames: (code: string) => readonly string[];
  needCue: ReadonlySet<string>;
  occupations: readonly Occupation[];
  outlets: readonly string[];
  terms: readonly Term[];
};

/** Turns text into words and entities. Training and understanding read through the same one. */
export type Reader = {
  /** The folded words as written. */
  plainWords(text: string): string[];
  /** The folded message without greetings in front of its question; `folded` where that is known already. */
  question(text: string, folded?: string): string;
  /**
   * Entities, terms that name facts, the words with entities replaced by their type for the classifier, and what words
   * are left without any entity; nothing corrected.
   */
  read(
    sentence: Sentence,
    original: string,
    today: Day,
  ): { entities: Entities; terms: Term[]; rawWords: readonly string[]; restWords: readonly string[] };
};

/** Words seen at least this often in the examples are words of the language, never a misspelt place or trade. */
const EVERYDAY = 2;

/** So many greetings in a row are dropped: each costs a look at all that follows. */
const MOST_OPENINGS = 8;

/** Outlets whose names are no names of newspapers people would write. */
const NO_OUTLET = /^(?:github|bpjs|faq|\(|poster)/i;

/** Makes the reader. `vocabulary` counts the words of the examples; `closest` finds among them what was meant. */
export function createReader({
  vocabulary,
  lexicon,
  regions,
  regionNames,
  needCue,
  occupations,
  outlets,
  terms,
  closest = createClosestWord(vocabulary, lexicon.protected),
}: ReaderMaterial & { vocabulary: ReadonlyMap<string, number>; closest?: ClosestWord }): Reader {
  const everyday = new Set([...vocabulary].flatMap(([word, times]) => (times >= EVERYDAY ? [word] : [])));
  const listed = [
    ...Object.entries(lexicon.spellings).flatMap(([written, word]) => [written, ...word.split(" ")]),
    ...lexicon.everyday,
    ...lexicon.protected,
    ...lexicon.fillers,
  ];
  for (const word of listed) everyday.add(word);
  const fillers = new Set(lexicon.fillers);
  const openings = lexicon.openings.map(fold).sort((a, b) => b.length - a.length);
  const finders: EntityFinders = {
    gazetteer: createGazetteer({ regions, names: regionNames, needCue, everyday, closest }),
    phrases: createPhraseBook({
      occupations: createPhraseFinder(
        occupations.map(({ id, words }) => [id, words] as const),
        everyday,
        closest,
      ),
      programmes: createPhraseFinder(Object.entries(lexicon.programmes) as [Programme, readonly string[]][]),
      segments: createPhraseFinder(Object.entries(lexicon.segments) as [Segment, readonly string[]][]),
      payments: createPhraseFinder(Object.entries(lexicon.payments)),
      terms: createPhraseFinder(
        terms.map((term) => [term, [term.phrase]] as const),
        everyday,
        closest,
      ),
      outlets: createPhraseFinder(
        outlets
          .filter((outlet) => !NO_OUTLET.test(outlet))
          .map((outlet) => [outlet, [outlet, outlet.replace(/\.(?:com|id|co\.id)$/i, "")]] as const),
      ),
    }),
  };

  return {
    plainWords: (text) => wordsOf(fold(text)),
    question(text, folded = fold(text)) {
      let rest = folded;
      for (let dropped = 0; dropped < MOST_OPENINGS; dropped++) {
        const opening = openings.find(
          (start) => rest.startsWith(start) && !/^[\p{L}\d]/u.test(rest.slice(start.length)),
        );
        if (opening === undefined) return rest;
        const next = rest.slice(opening.length).replace(/^[\s,.!?:;-]+/, "");
        // a greeting and nothing else is the message itself
        if (wordsOf(next).every((word) => fillers.has(word))) return folded;
        rest = next;
      }
      return rest;
    },
    read(sentence, original, today) {
      const { entities, terms, abstract, rest } = extractEntities(sentence, original, today, finders);
      return { entities, terms, rawWords: abstract, restWords: rest };
    },
  };
}
