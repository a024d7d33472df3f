import type { Lexicon } from "./lexicon.ts";

export type Language = "id" | "su" | "jv" | "en";

/**
 * Guesses the language of a message from words that only one of the four uses. Indonesian when nothing speaks against
 * it: most messages mix, and the reply must be readable in any case.
 */
export function createLanguageDetector({
  languages,
}: Pick<Lexicon, "languages">): (words: readonly string[]) => Language {
  const own = new Map<string, Set<Language>>();
  for (const [language, list] of Object.entries(languages) as [Language, readonly string[]][])
    for (const word of list) own.set(word, (own.get(word) ?? new Set()).add(language));

  return (words) => {
    const points: Record<Language, number> = { id: 0, su: 0, jv: 0, en: 0 };
    for (const word of words) {
      const speakers = own.get(word);
      for (const language of speakers ?? []) points[language] += 1 / (speakers?.size ?? 1);
    }
    const best = (["su", "jv", "en"] as const).reduce((a, b) => (points[b] > points[a] ? b : a));
    return points[best] >= 1 && points[best] >= points.id ? best : "id";
  };
}
