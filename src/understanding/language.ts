import { createLanguageMarks, type Language, type LanguageWords } from "./language-words.ts";

export type { Language, LanguageWords } from "./language-words.ts";

/** The languages that something must speak for. */
const OTHERS = ["su", "jv", "en"] as const;

/** So many points more than Indonesian, when all that speaks for a language is known to others as well. */
const CLEAR_LEAD = 2;

/**
 * Guesses the language of a message from its words. Indonesian when nothing speaks against it: most messages mix, and
 * the reply must be readable in any case. `vocabulary` counts the words of the examples.
 */
export function createLanguageDetector(
  lists: LanguageWords,
  vocabulary: ReadonlyMap<string, number>,
): (words: readonly string[]) => Language {
  const marksOf = createLanguageMarks(lists, vocabulary);

  return (words) => {
    const points = { id: 0, su: 0, jv: 0, en: 0 };
    const strong = { id: 0, su: 0, jv: 0, en: 0 };
    for (const word of words)
      for (const mark of marksOf(word)) {
        points[mark.language] += mark.points;
        if (mark.strong) strong[mark.language]++;
      }
    const best = OTHERS.reduce((a, b) => (points[b] > points[a] ? b : a));
    // two that are level are both guesses
    if (OTHERS.some((other) => other !== best && points[other] === points[best])) return "id";
    const lead = points[best] - points.id;
    if (best === "en") {
      // a single English word stands in many an Indonesian sentence
      return lead > 0 && strong.en >= (points.id > 0 ? 2 : 1) ? best : "id";
    }
    // level, the words of one language outweigh those that both know
    if (strong[best] > 0) return lead > 0 || (lead === 0 && strong.id === 0) ? best : "id";
    return lead >= CLEAR_LEAD ? best : "id";
  };
}
