import { fnv1a } from "../lib/hash.ts";
import { createBeginnings } from "./beginnings.ts";
import { createHashIndex } from "./hash-index.ts";
import type { PhraseFinder, PhraseMention } from "./phrases.ts";
import { recalling } from "./recall.ts";
import type { Sentence } from "./sentence.ts";

/** What finders of several kinds find, kind by kind. */
type Found<Finders> = {
  [Kind in keyof Finders]: Finders[Kind] extends PhraseFinder<infer Id> ? PhraseMention<Id>[] : never;
};

/** Beside the bits of the finders. */
const JOINS = 1 << 30;

/**
 * Joins finders of phrases: each word of a message is asked about once for all of them, and only those that may find
 * something look. A message names few kinds of things, and most of its words none.
 */
export function createPhraseBook<Finders extends Readonly<Record<string, PhraseFinder<unknown>>>>(
  finders: Finders,
): { find(sentence: Sentence): Found<Finders> } {
  const list = Object.entries(finders);
  const beginsKey = createBeginnings(list.flatMap(([, finder]) => [...finder.keys()]));
  /** The finders as bits that know a phrase beginning with a word, and whether a joined one may begin with it. */
  const byWord = recalling((word) =>
    list.reduce(
      (bits, [, finder], at) => (finder.mayBegin(word) ? bits | (1 << at) : bits),
      beginsKey(word) ? JOINS : 0,
    ),
  );
  /** The finders that know two joined words ("go", "pay") as one, by the place of its hash. */
  const hashes = new Map<number, number>();
  for (const [at, [, finder]] of list.entries())
    for (const key of finder.keys()) hashes.set(fnv1a(key), (hashes.get(fnv1a(key)) ?? 0) | (1 << at));
  const placeOf = createHashIndex(Uint32Array.from(hashes.keys()));
  const byJoined = Uint8Array.from(hashes.values());

  return {
    find(sentence) {
      const { words } = sentence;
      const starts: number[][] = list.map(() => []);
      for (let at = 0; at < words.length; at++) {
        const word = words[at]!;
        const next = words[at + 1];
        let bits = byWord(word);
        if (next !== undefined && bits & JOINS) bits |= byJoined[placeOf(fnv1a(next, fnv1a(word)))] ?? 0;
        for (let left = bits & ~JOINS; left !== 0; left &= left - 1) starts[31 - Math.clz32(left & -left)]!.push(at);
      }
      const found: Record<string, PhraseMention<unknown>[]> = {};
      for (const [at, [kind, finder]] of list.entries())
        found[kind] = starts[at]!.length === 0 ? [] : finder.find(sentence, starts[at]!);
      return found as Found<Finders>;
    },
  };
}
