import type { ReplyLanguage, Translation } from "./languages.ts";
import { createSay, type Say, type Texts } from "./texts.ts";

/** One `say` for all languages, and the language it speaks while a message is answered. */
export type Voice = {
  /** Says it in the language that is spoken now: Indonesian, unless within `speaking`, or by `sayIn` in another. */
  say: Say;
  /** Says it in Indonesian, whatever is spoken: what staff read. */
  indonesian: Say;
  /** Has `work` done with `say` in that language. Not for work that waits: what runs meanwhile would speak it too. */
  speaking<Result>(language: ReplyLanguage, work: () => Result): Result;
};

/**
 * Speaks Indonesian, and each other language from the first time it is needed: most runs of the program never read the
 * others. What a language has no text for is said in Indonesian.
 */
export function createVoice(texts: Texts, read: (language: Translation) => Texts): Voice {
  const indonesian = createSay(texts);
  const others = new Map<Translation, Say>();
  let now: Say = indonesian;

  function sayIn(language: ReplyLanguage): Say {
    if (language === "id") return indonesian;
    const known = others.get(language);
    if (known) return known;
    const say = createSay(read(language), language, texts);
    others.set(language, say);
    return say;
  }

  return {
    say: (key, values, language) => (language === undefined ? now : sayIn(language as ReplyLanguage))(key, values),
    indonesian,
    speaking(language, work) {
      const before = now;
      now = sayIn(language);
      try {
        return work();
      } finally {
        now = before;
      }
    },
  };
}
