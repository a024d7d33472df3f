import { createClosestWord, type ClosestWord } from "./closest-word.ts";
import type { Lexicon } from "./lexicon.ts";
import { isVowelless, skeleton } from "./normalise.ts";
import { recalling } from "./recall.ts";

/** A shorter word is not what vowels were dropped from, nor is one seen less often. */
const FULL = { letters: 4, times: 2 } as const;

/** Endings that say nothing of what is asked: "mananya", "kartuku", "berapakah", "iurane". */
const ENDING = /(?:nya|kah|lah|ku|mu|ne|na|e)$/;

/** A word is known without its ending when that many letters are left and it was seen so often. */
const STEM = { letters: 4, times: 5 } as const;

/**
 * Makes the corrector: only words that training has never seen are changed, first by the list of chat spellings, then
 * (when written without vowels) to the most frequent known word with the same skeleton, then to the known word that it is
 * with an ending, and last to the one that a hand is likeliest to have meant.
 */
export function createCorrector(
  vocabulary: ReadonlyMap<string, number>,
  lexicon: Pick<Lexicon, "spellings" | "protected">,
  closest: ClosestWord = createClosestWord(vocabulary, lexicon.protected),
): (word: string) => readonly string[] {
  const kept = new Set(lexicon.protected);
  const spellings = new Map(Object.entries(lexicon.spellings));
  const weight = (word: string) => vocabulary.get(word) ?? 0;
  const bySkeleton = new Map<string, string>();
  for (const [word, times] of vocabulary) {
    if (word.length < FULL.letters || times < FULL.times) continue;
    const short = skeleton(word);
    const before = bySkeleton.get(short);
    if (short.length >= 3 && !isVowelless(word) && (before === undefined || times > weight(before)))
      bySkeleton.set(short, word);
  }

  return recalling((word) => {
    if (vocabulary.has(word) || kept.has(word) || word.startsWith("_") || /\d/.test(word)) return [word];
    const spelling = spellings.get(word);
    if (spelling !== undefined) return spelling.split(" ");
    if (isVowelless(word)) {
      const full = bySkeleton.get(word);
      if (full !== undefined) return [full];
    }
    const stem = word.replace(ENDING, "");
    if (stem !== word && stem.length >= STEM.letters && weight(stem) >= STEM.times) return [stem];
    return [closest(word)?.word ?? word];
  });
}
