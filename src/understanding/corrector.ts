import { createEditIndex } from "./edits.ts";
import type { Lexicon } from "./lexicon.ts";
import { isVowelless, skeleton } from "./normalise.ts";
import { recalling } from "./recall.ts";

/** Shortest word that is corrected through a slip. */
const SHORTEST = 4;

/**
 * Makes the corrector: only words that training has never seen are changed, first by the list of chat spellings, then
 * (when written without vowels) to the most frequent known word with the same skeleton, then to a known word one slip away.
 */
export function createCorrector(
  vocabulary: ReadonlyMap<string, number>,
  lexicon: Pick<Lexicon, "spellings" | "protected">,
): (word: string) => readonly string[] {
  const kept = new Set(lexicon.protected);
  const spellings = new Map(Object.entries(lexicon.spellings));
  const weight = (word: string) => vocabulary.get(word) ?? 0;
  const known = [...vocabulary.keys()].filter((word) => word.length >= SHORTEST && weight(word) >= 2);
  const slips = createEditIndex(
    [...known, ...kept].filter((word) => word.length >= SHORTEST),
    weight,
  );
  const bySkeleton = new Map<string, string>();
  for (const word of known) {
    const short = skeleton(word);
    const before = bySkeleton.get(short);
    if (short.length >= 3 && !isVowelless(word) && (before === undefined || weight(word) > weight(before)))
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
    if (word.length < SHORTEST) return [word];
    return [slips.near(word)[0] ?? word];
  });
}
