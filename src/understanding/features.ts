import { fnv1a, fnvStep } from "../lib/hash.ts";
import { skeleton } from "./normalise.ts";

/** Features of one message: numbers that stand for them, with their weight. Same length, same order. */
export type FeatureVector = { ids: Uint32Array; values: Float32Array };

/** How much each kind of feature counts; measured on the project's own test questions. */
const WEIGHTS = { word: 1, pair: 0.7, gram: 1, skeleton: 0.8 } as const;

/** Character n-grams of these lengths, over the word with its borders. */
const GRAMS = { shortest: 2, longest: 5 } as const;

type Kind = keyof typeof WEIGHTS;

const KINDS = Object.keys(WEIGHTS) as Kind[];

/** Where the hash of each kind begins, so that the word "a" and the piece "a" stay apart. */
const BEGINS: Readonly<Record<Kind, number>> = {
  word: fnv1a("w "),
  pair: fnv1a("p "),
  gram: fnv1a("g "),
  skeleton: fnv1a("s "),
};

/**
 * Names the features of a message: words, pairs of neighbours, pieces of words and vowel-less skeletons. The name is a
 * 32-bit hash. Counts are damped by a logarithm; each kind is scaled to length 1, so long messages weigh like short ones.
 * `weightOf` gives a feature's rarity (idf), or undefined for one that training has never seen.
 */
export function featuresOf(words: readonly string[], weightOf: (id: number) => number | undefined): FeatureVector {
  const ids: number[] = [];
  const values: number[] = [];
  for (const kind of KINDS) {
    const from = values.length;
    let length = 0;
    for (const [id, times] of countsOf(kind, words)) {
      const rarity = weightOf(id);
      if (rarity === undefined) continue;
      const value = (times === 1 ? 1 : 1 + Math.log(times)) * rarity;
      ids.push(id);
      values.push(value);
      length += value * value;
    }
    const scale = length > 0 ? WEIGHTS[kind] / Math.sqrt(length) : 0;
    for (let i = from; i < values.length; i++) values[i] = (values[i] ?? 0) * scale;
  }
  return { ids: Uint32Array.from(ids), values: Float32Array.from(values) };
}

function countsOf(kind: Kind, words: readonly string[]): Map<number, number> {
  const counts = new Map<number, number>();
  const begin = BEGINS[kind];
  const count = (id: number) => void counts.set(id, (counts.get(id) ?? 0) + 1);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (kind === "word") count(fnv1a(word, begin));
    else if (kind === "pair") {
      count(fnv1a(`${words[i - 1] ?? "^"} ${word}`, begin));
      if (i === words.length - 1) count(fnv1a(`${word} $`, begin));
    } else if (word.startsWith("_")) continue;
    else if (kind === "skeleton") count(fnv1a(skeleton(word), begin));
    else countGrams(`<${word}>`, begin, count);
  }
  return counts;
}

/** Every longer piece goes on from the hash of the shorter one, so no piece is ever cut out as a text. */
function countGrams(bordered: string, begin: number, count: (id: number) => void): void {
  for (let start = 0; start < bordered.length - 1; start++) {
    let hash = begin;
    const end = Math.min(bordered.length, start + GRAMS.longest);
    for (let at = start; at < end; at++) {
      hash = fnvStep(hash, bordered.charCodeAt(at));
      if (at - start + 1 >= GRAMS.shortest) count(hash >>> 0);
    }
  }
}
