import { fnv1a } from "../lib/hash.ts";
import { skeleton } from "./normalise.ts";

/** Features of one message: numbers that stand for them, with their weight. Same length, same order. */
export type FeatureVector = { ids: Uint32Array; values: Float32Array };

/** How much each kind of feature counts; measured on the project's own test questions. */
const WEIGHTS = { word: 1, pair: 0.7, gram: 1, skeleton: 0.8 } as const;

/** Character n-grams of these lengths, over the word with its borders. */
const GRAMS = { shortest: 2, longest: 5 } as const;

type Kind = keyof typeof WEIGHTS;

/**
 * Names the features of a message: words, pairs of neighbours, pieces of words and vowel-less skeletons. The name is a
 * 32-bit hash. Counts are damped by a logarithm; each kind is scaled to length 1, so long messages weigh like short ones.
 * `weightOf` gives a feature's rarity (idf), or undefined for one that training has never seen.
 */
export function featuresOf(words: readonly string[], weightOf: (id: number) => number | undefined): FeatureVector {
  const kinds: Record<Kind, Map<number, number>> = {
    word: new Map(),
    pair: new Map(),
    gram: new Map(),
    skeleton: new Map(),
  };
  words.forEach((word, i) => {
    count(kinds.word, `w ${word}`);
    count(kinds.pair, `p ${words[i - 1] ?? "^"} ${word}`);
    if (i === words.length - 1) count(kinds.pair, `p ${word} $`);
    if (word.startsWith("_")) return;
    count(kinds.skeleton, `s ${skeleton(word)}`);
    const bordered = `<${word}>`;
    for (let length = GRAMS.shortest; length <= GRAMS.longest; length++)
      for (let start = 0; start + length <= bordered.length; start++)
        count(kinds.gram, `g ${bordered.slice(start, start + length)}`);
  });

  const ids: number[] = [];
  const values: number[] = [];
  for (const kind of Object.keys(kinds) as Kind[]) {
    const from = values.length;
    let length = 0;
    for (const [id, times] of kinds[kind]) {
      const rarity = weightOf(id);
      if (rarity === undefined) continue;
      const value = (1 + Math.log(times)) * rarity;
      ids.push(id);
      values.push(value);
      length += value * value;
    }
    const scale = length > 0 ? WEIGHTS[kind] / Math.sqrt(length) : 0;
    for (let i = from; i < values.length; i++) values[i] = (values[i] ?? 0) * scale;
  }
  return { ids: Uint32Array.from(ids), values: Float32Array.from(values) };
}

function count(counts: Map<number, number>, name: string): void {
  const id = fnv1a(name);
  counts.set(id, (counts.get(id) ?? 0) + 1);
}
