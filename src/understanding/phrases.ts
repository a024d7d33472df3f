import { fnv1a } from "../lib/hash.ts";
import type { ClosestWord } from "./closest-word.ts";
import { createEditIndex } from "./edits.ts";
import { createHashIndex, NONE } from "./hash-index.ts";
import { fold, wordsOf } from "./normalise.ts";
import { recalling } from "./recall.ts";
import type { Sentence } from "./sentence.ts";
import { slipCost } from "./slips.ts";

/** A known phrase found in a message. */
export type PhraseMention<Id> = { id: Id; start: number; end: number };

/** Finds phrases of a list in a message, whole words only, the longest first. */
export type PhraseFinder<Id> = {
  /** Those that begin at one of some words, given by their places in rising order. */
  find(sentence: Sentence, starts: readonly number[]): PhraseMention<Id>[];
  /** Whether a phrase is this word, is one slip away from it or begins with it: without any, nothing will be found. */
  mayBegin(word: string): boolean;
  /** All phrases as they are looked up, which two words may be when they are joined. */
  keys(): Iterable<string>;
};

/** Lower-case words with single blanks: what folding would leave as it is. */
const PLAIN = /^[a-z]+(?: [a-z]+)*$/;

/** Endings that do not hide a word. */
const SUFFIX = /(?:nya|ne|na|ku|mu)$/;

const withoutSuffix = recalling((word) => word.replace(SUFFIX, ""));

/** Shortest word that may be found through one slip. */
const FUZZY_LENGTH = 6;

/**
 * Makes a finder over phrases of one to five words. Single long words are also found through one slip, unless they are
 * words of the language themselves (`everyday`) or nearer to one (`closest`). A suffix such as -nya, -na, -e or -an does not hide a word.
 */
export function createPhraseFinder<Id>(
  phrases: Iterable<readonly [Id, readonly string[]]>,
  everyday: ReadonlySet<string> = new Set(),
  closest: ClosestWord = () => undefined,
): PhraseFinder<Id> {
  const exact = new Map<string, Id>();
  /** First word of phrases of several → what may come second, and how many words the longest of them has. */
  const several = new Map<string, { seconds: Set<string>; longest: number }>();
  for (const [id, words] of phrases)
    for (const word of words) {
      // thousands of phrases are read at every start, and nearly all are folded already
      const key = PLAIN.test(word) ? word : wordsOf(fold(word)).join(" ");
      if (exact.has(key)) continue;
      exact.set(key, id);
      const [first = "", second, ...others] = key.split(" ");
      if (second === undefined) continue;
      const known = several.get(first) ?? { seconds: new Set(), longest: 0 };
      several.set(first, known);
      known.seconds.add(second);
      known.longest = Math.max(known.longest, others.length + 2);
    }
  const index = createEditIndex([...exact.keys()].filter((key) => key.length >= FUZZY_LENGTH && !key.includes(" ")));

  const isKey = createHashIndex(Uint32Array.from(exact.keys(), (key) => fnv1a(key)));

  /** The phrase of just these words, a suffix on the last one aside. */
  function phraseOf(key: string): Id | undefined {
    const found = exact.get(key);
    if (found !== undefined || !SUFFIX.test(key)) return found;
    const base = key.replace(SUFFIX, "");
    return base.length >= 4 ? exact.get(base) : undefined;
  }

  /** The phrase that one word is, or is one slip away from. */
  const phraseOfWord = recalling((word) => {
    const single = phraseOf(word);
    if (single !== undefined || word.length < FUZZY_LENGTH || everyday.has(word)) return single;
    const near = index.near(word);
    if (near.length === 0) return undefined;
    const best = near.reduce((a, b) => (slipCost(word, b) < slipCost(word, a) ? b : a));
    const other = closest(word);
    if (other && !exact.has(other.word) && other.cost <= slipCost(word, best)) return undefined;
    return exact.get(best);
  });

  /** The known phrase of several words at a place of the message, and how many they are. */
  function lookUp({ words }: Sentence, at: number): { id: Id; length: number } | undefined {
    const second = words[at + 1];
    if (second === undefined) return undefined;
    const begun = several.get(words[at]!);
    if (begun && (begun.seconds.has(second) || begun.seconds.has(withoutSuffix(second))))
      for (let length = Math.min(begun.longest, words.length - at); length > 1; length--) {
        const id = phraseOf(words.slice(at, at + length).join(" "));
        if (id !== undefined) return { id, length };
      }
    // "go pay" for "gopay"
    if (isKey(fnv1a(second, fnv1a(words[at]!))) === NONE) return undefined;
    const id = exact.get(words[at]! + second);
    return id === undefined ? undefined : { id, length: 2 };
  }

  return {
    find(sentence, starts) {
      const { tokens, words, until } = sentence;
      const found: PhraseMention<Id>[] = [];
      let from = 0;
      for (const at of starts) {
        if (at < from) continue;
        const more = lookUp(sentence, at);
        const id = more ? more.id : phraseOfWord(words[at]!);
        const length = more?.length ?? 1;
        if (id === undefined || at + length > until[at]!) continue;
        found.push({ id, start: tokens[at]!.start, end: tokens[at + length - 1]!.end });
        from = at + length;
      }
      return found;
    },
    mayBegin: (word) => several.has(word) || phraseOfWord(word) !== undefined,
    keys: () => exact.keys(),
  };
}
