import { createEditIndex } from "./edits.ts";
import { recalling } from "./recall.ts";

/** The languages that people write to us in. */
export const LANGUAGES = ["id", "su", "jv", "en"] as const;

export type Language = (typeof LANGUAGES)[number];

/** By what one language is known. All lower case, as messages are when they are read. */
export type LanguageMarks = {
  /** Words of this language and of none of the others: "kumaha", "bagaimana". */
  strong: readonly string[];
  /** Words that others know as well, or borrow: "mah", "wae". They count, but tell nothing alone. */
  weak: readonly string[];
  /** Endings that only this language has: "-keun", "-ipun". */
  strongEndings: readonly string[];
  /** How many of its words end or begin. */
  weakEndings: readonly string[];
  weakBeginnings: readonly string[];
};

/** The word lists that the detector works with, from data/languages.json. */
export type LanguageWords = {
  languages: Readonly<Record<Language, LanguageMarks>>;
  /** Words that end or begin as those of another language do, by chance: "karena", "rencana". */
  byChance: readonly string[];
};

/** What one word says for a language. */
export type Mark = { language: Language; points: number; strong: boolean };

const STRONG = 2;
const WEAK = 1;

/** Letters that must be left of a word without its ending, and letters of a word whose form tells anything. */
const SHORTEST_STEM = 3;
const SHORTEST_FORM = 5;
const SHORTEST_BEGUN = 6;

/** Only words of so many letters are known by a slip, and by another letter in one place only longer ones: "kuring" is no slip of "kuning". */
const SHORTEST_SLIP = 6;
const SHORTEST_CHANGED = 8;

/** A word that is in the examples so often is no slip. */
const USUAL = 2;

/**
 * Makes the function that tells what a word says for which language: by the lists, else by how it ends and begins, else
 * as a word of the lists with one slip in it. `vocabulary` counts the words of the examples.
 */
export function createLanguageMarks(
  { languages, byChance }: LanguageWords,
  vocabulary: ReadonlyMap<string, number>,
): (word: string) => readonly Mark[] {
  const listed = new Map<string, Mark[]>();
  const longWords: string[] = [];
  function list(word: string, mark: Mark): void {
    const marks = listed.get(word);
    if (marks) marks.push(mark);
    else listed.set(word, [mark]);
  }
  for (const language of LANGUAGES) {
    const { strong, weak } = languages[language];
    for (const word of strong) list(word, { language, points: STRONG, strong: true });
    for (const word of weak) list(word, { language, points: WEAK, strong: false });
    // what nobody knows is Indonesian in any case
    if (language !== "id") longWords.push(...strong.filter((word) => word.length >= SHORTEST_SLIP));
  }
  for (const word of byChance) listed.set(word, []);
  const slips = createEditIndex(longWords);

  function byForm(word: string): Mark[] {
    if (word.length < SHORTEST_FORM) return [];
    return LANGUAGES.flatMap((language): Mark[] => {
      const { strongEndings, weakEndings, weakBeginnings } = languages[language];
      const ends = (ending: string) => word.length >= ending.length + SHORTEST_STEM && word.endsWith(ending);
      if (strongEndings.some(ends)) return [{ language, points: STRONG, strong: true }];
      const begins = word.length >= SHORTEST_BEGUN && weakBeginnings.some((beginning) => word.startsWith(beginning));
      return begins || weakEndings.some(ends) ? [{ language, points: WEAK, strong: false }] : [];
    });
  }

  function bySlip(word: string): Mark[] | undefined {
    if (word.length < SHORTEST_FORM || (vocabulary.get(word) ?? 0) >= USUAL) return undefined;
    const meant = slips.near(word).find((near) => near.length >= SHORTEST_CHANGED || !isChanged(word, near));
    return meant === undefined ? undefined : listed.get(meant);
  }

  return recalling((word) => {
    const known = listed.get(word);
    if (known) return known;
    const formed = byForm(word);
    return formed.some(({ strong }) => strong) ? formed : (bySlip(word) ?? formed);
  });
}

/** Whether two words that are one slip apart differ by another letter, and not by a swap, one too many or one too few. */
function isChanged(word: string, near: string): boolean {
  if (word.length !== near.length) return false;
  let different = 0;
  for (let at = 0; at < word.length; at++) if (word.charCodeAt(at) !== near.charCodeAt(at)) different++;
  return different === 1;
}
