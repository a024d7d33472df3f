import { createEditIndex } from "./edits.ts";
import { fold, wordsOf, type Token } from "./normalise.ts";

/** A known phrase found in a message. */
export type PhraseMention<Id> = { id: Id; start: number; end: number };

/** Finds phrases of a list in a message, whole words only, the longest first. */
export type PhraseFinder<Id> = { find(folded: string, tokens: readonly Token[]): PhraseMention<Id>[] };

/** Lower-case words with single blanks: what folding would leave as it is. */
const PLAIN = /^[a-z]+(?: [a-z]+)*$/;

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
  let longest = 1;
  for (const [id, words] of phrases)
    for (const word of words) {
      // thousands of phrases are read at every start, and nearly all are folded already
      const key = PLAIN.test(word) ? word : wordsOf(fold(word)).join(" ");
      longest = Math.max(longest, key.split(" ").length);
      if (!exact.has(key)) exact.set(key, id);
    }
  const index = createEditIndex([...exact.keys()].filter((key) => key.length >= FUZZY_LENGTH && !key.includes(" ")));

  function lookUp(words: readonly string[]): Id | undefined {
    const key = words.join(" ");
    const found = exact.get(key) ?? exact.get(words.join(""));
    if (found !== undefined) return found;
    const base = key.replace(/(?:nya|ne|na|ku|mu)$/, "");
    if (base !== key && base.length >= 4 && exact.has(base)) return exact.get(base);
    if (words.length > 1 || key.length < FUZZY_LENGTH || everyday.has(key)) return undefined;
    const near = index.near(key)[0];
    return near === undefined ? undefined : exact.get(near);
  }

  return {
    find(folded, tokens) {
      const found: PhraseMention<Id>[] = [];
      for (let i = 0; i < tokens.length;) {
        let matched = 0;
        for (let length = Math.min(longest, tokens.length - i); length > 0; length--) {
          const span = tokens.slice(i, i + length);
          const first = span[0];
          const last = span.at(-1);
          if (!first || !last || /[?!;:]|[.,]\s/.test(folded.slice(first.start, last.end))) continue;
          const id = lookUp(span.map(({ text }) => text));
          if (id === undefined) continue;
          found.push({ id, start: first.start, end: last.end });
          matched = length;
          break;
        }
        i += matched || 1;
      }
      return found;
    },
  };
}
