import { createEditIndex } from "./edits.ts";
import { fold, wordsOf, type Token } from "./normalise.ts";

/** A known phrase found in a message. */
export type PhraseMention<Id> = { id: Id; start: number; end: number };

/** Finds phrases of a list in a message, whole words only, the longest first. */
export type PhraseFinder<Id> = { find(folded: string, tokens: readonly Token[]): PhraseMention<Id>[] };

/** Lower-case words with single blanks: what folding would leave as it is. */
const PLAIN = /^[a-z]+(?: [a-z]+)*$/;

/** Endings that do not hide a word. */
const SUFFIX = /(?:nya|ne|na|ku|mu)$/;

/** Shortest word that may be found through one slip. */
const FUZZY_LENGTH = 6;

/**
 * Makes a finder over phrases of one to five words. Single long words are also found through one slip, unless they are
 * words of the language themselves (`everyday`). A suffix such as -nya, -na, -e or -an does not hide a word.
 */
export function createPhraseFinder<Id>(
  phrases: Iterable<readonly [Id, readonly string[]]>,
  everyday: ReadonlySet<string> = new Set(),
): PhraseFinder<Id> {
  const exact = new Map<string, Id>();
  /** First word of a phrase → how many words the longest phrase that begins with it has. */
  const longest = new Map<string, number>();
  for (const [id, words] of phrases)
    for (const word of words) {
      // thousands of phrases are read at every start, and nearly all are folded already
      const key = PLAIN.test(word) ? word : wordsOf(fold(word)).join(" ");
      if (exact.has(key)) continue;
      exact.set(key, id);
      const parts = key.split(" ");
      const first = parts[0] ?? "";
      if (parts.length > (longest.get(first) ?? 0)) longest.set(first, parts.length);
    }
  const index = createEditIndex([...exact.keys()].filter((key) => key.length >= FUZZY_LENGTH && !key.includes(" ")));

  /** The phrase of just these words, a suffix on the last one aside. */
  function phraseOf(key: string): Id | undefined {
    const found = exact.get(key);
    if (found !== undefined || !SUFFIX.test(key)) return found;
    const base = key.replace(SUFFIX, "");
    return base.length >= 4 ? exact.get(base) : undefined;
  }

  /** The known phrase at a place of the message, and how many words it has. */
  function lookUp(words: readonly string[], at: number): { id: Id; length: number } | undefined {
    const word = words[at] ?? "";
    for (let length = Math.min(longest.get(word) ?? 1, words.length - at); length > 1; length--) {
      const id = phraseOf(words.slice(at, at + length).join(" "));
      if (id !== undefined) return { id, length };
    }
    // "go pay" for "gopay"
    const together = at + 1 < words.length ? exact.get(word + (words[at + 1] ?? "")) : undefined;
    if (together !== undefined) return { id: together, length: 2 };
    const single = phraseOf(word);
    if (single !== undefined) return { id: single, length: 1 };
    if (word.length < FUZZY_LENGTH || everyday.has(word)) return undefined;
    const near = index.near(word)[0];
    const id = near === undefined ? undefined : exact.get(near);
    return id === undefined ? undefined : { id, length: 1 };
  }

  return {
    find(folded, tokens) {
      const found: PhraseMention<Id>[] = [];
      const words = tokens.map(({ text }) => text);
      for (let i = 0; i < tokens.length;) {
        const hit = lookUp(words, i);
        const first = tokens[i];
        const last = hit && tokens[i + hit.length - 1];
        if (!hit || !first || !last || /[?!;:]|[.,]\s/.test(folded.slice(first.start, last.end))) {
          i++;
          continue;
        }
        found.push({ id: hit.id, start: first.start, end: last.end });
        i += hit.length;
      }
      return found;
    },
  };
}
