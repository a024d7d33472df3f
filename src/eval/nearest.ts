import { fold, wordsOf } from "../understanding/normalise.ts";

/** An example with how like it is to a text: from 0 (nothing in common) to 1 (the same words). */
export type Near<T> = { example: T; likeness: number };

/** A text with as many words or more is a copy when it is this like an example; shorter ones coincide by chance. */
const COPY = { likeness: 0.85, words: 5 } as const;

/** Characters of the pieces that a word and its misspelling have in common. */
const PIECE = 3;

/**
 * Makes the search for the nearest example. Likeness is the cosine over words and pieces of words, each by how rare it is
 * among the examples, so that "yang" in common counts little, and a copy with other spelling is still found.
 */
export function createNearest<T extends { text: string }>(
  examples: readonly T[],
): (text: string) => Near<T> | undefined {
  const seenIn = new Map<string, number>();
  const counted = examples.map(({ text }) => featuresOf(text));
  for (const features of counted) for (const feature of features) seenIn.set(feature, (seenIn.get(feature) ?? 0) + 1);
  const rarity = (feature: string) => Math.log(1 + examples.length / (seenIn.get(feature) ?? 1));
  const lengthOf = (features: ReadonlySet<string>) =>
    Math.sqrt([...features].reduce((sum, feature) => sum + rarity(feature) ** 2, 0));

  const lengths = counted.map(lengthOf);
  const holding = new Map<string, number[]>();
  for (const [index, features] of counted.entries())
    for (const feature of features) {
      const list = holding.get(feature);
      if (list) list.push(index);
      else holding.set(feature, [index]);
    }

  return (text) => {
    const features = featuresOf(text);
    const common = new Float64Array(examples.length);
    for (const feature of features) {
      const square = rarity(feature) ** 2;
      for (const index of holding.get(feature) ?? []) common[index]! += square;
    }
    const length = lengthOf(features);
    let best = -1;
    let likeness = -1;
    for (let index = 0; index < common.length; index++) {
      const cosine = common[index]! / (length * lengths[index]! || 1);
      if (cosine <= likeness) continue;
      likeness = cosine;
      best = index;
    }
    const example = examples[best];
    return example && { example, likeness };
  };
}

/** Whether a text that near is a copy of the example, word for word or nearly. */
export function isCopy(text: string, { likeness }: { likeness: number }): boolean {
  return likeness >= COPY.likeness && wordsOf(fold(text)).length >= COPY.words;
}

function featuresOf(text: string): Set<string> {
  const features = new Set<string>();
  for (const word of wordsOf(fold(text))) {
    features.add(`=${word}`);
    const bordered = `<${word}>`;
    for (let at = 0; at + PIECE <= bordered.length; at++) features.add(bordered.slice(at, at + PIECE));
  }
  return features;
}
