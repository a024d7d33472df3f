import { fnv1a } from "../lib/hash.ts";
import type { Intent } from "../lib/intent.ts";
import { BEGINS, createFeatureReader, GRAMS } from "./features.ts";
import { createHashIndex, NONE } from "./hash-index.ts";
import { TEMPERATURE, type Model, type Ranking } from "./model.ts";
import { skeleton } from "./normalise.ts";
import type { Asked } from "./rules.ts";

/** How a message is read as a question, step by step. */
export type Explanation = {
  /** Its plain form, without greetings in front. */
  question: string;
  /** What the classifier sees: words corrected, entities replaced by their type. */
  words: string[];
  /** Words that were corrected. */
  changed: { from: string; to: string }[];
  /** All intents before any rule, the likeliest first. */
  ranking: Ranking;
  /** What speaks for the likeliest intent, against the next one. */
  weighed: Contribution[];
  /** What the rules make of it, and the name of the one that decided: undefined when the ranking did. */
  asked: Asked;
  rule: string | undefined;
};

/** What one thing about a message says for the first of two intents, and by how much more than for the second. */
export type Contribution = {
  /** A word, a pair of neighbours, or the word whose pieces these are. */
  name: string;
  /** "start": what speaks for an intent before anything is read. */
  kind: "word" | "pair" | "pieces" | "start";
  /** In natural logarithms of odds; above 0 it speaks for the first intent. */
  weight: number;
  /** The same less what it says for the second intent. All of them together make the distance of the two. */
  lead: number;
};

type Feature = { name: string; kind: Contribution["kind"]; hash: number };

/** Signs of a pair's first and last place. */
const EDGES: Readonly<Record<string, string>> = { "^": "(begin)", $: "(end)" };

/**
 * What everything that the model knows of a message says for an intent against another: value × weight of each feature,
 * pieces and skeleton summed for each word. A feature that several words share counts in equal parts for each of them.
 * The most telling for the first intent come first.
 */
export function contributions(
  model: Model,
  words: readonly string[],
  [first, second]: readonly [Intent, Intent],
): Contribution[] {
  const rowOf = createHashIndex(model.features);
  const { rows, values } = createFeatureReader({ rowOf, rarity: model.rarity })(words);
  const weightOf = (row: number, intent: Intent) => {
    const column = model.intents.indexOf(intent);
    return ((model.weights[row * model.intents.length + column] ?? 0) * (model.scales[column] ?? 0)) / TEMPERATURE;
  };
  const named = new Map<number, Feature[]>();
  for (const feature of featuresOf(words)) {
    const row = rowOf(feature.hash);
    if (row !== NONE) named.set(row, [...(named.get(row) ?? []), feature]);
  }
  const found = new Map<string, Contribution>();
  rows.forEach((row, index) => {
    const owners = named.get(row) ?? [];
    const value = (values[index] ?? 0) / owners.length;
    for (const { name, kind } of owners) {
      const key = `${kind} ${name}`;
      const before = found.get(key) ?? { name, kind, weight: 0, lead: 0 };
      const weight = value * weightOf(row, first);
      const lead = weight - value * weightOf(row, second);
      found.set(key, { ...before, weight: before.weight + weight, lead: before.lead + lead });
    }
  });
  const start = (intent: Intent) => (model.bias[model.intents.indexOf(intent)] ?? 0) / TEMPERATURE;
  const outset = { name: "", kind: "start" as const, weight: start(first), lead: start(first) - start(second) };
  return [...found.values(), outset].sort((a, b) => b.weight - a.weight);
}

/** The features of a message as the model's reader makes them, each with its name in clear. */
function featuresOf(words: readonly string[]): Feature[] {
  const padded = ["^", ...words, "$"];
  const pairs = words.length === 0 ? [] : padded.slice(1).map((word, index) => [padded[index] ?? "", word] as const);
  return [
    ...words.map((word): Feature => ({ name: word, kind: "word", hash: fnv1a(word, BEGINS.word) })),
    ...pairs.map(([left, right]): Feature => ({
      name: `${EDGES[left] ?? left} ${EDGES[right] ?? right}`,
      kind: "pair",
      hash: fnv1a(`${left} ${right}`, BEGINS.pair),
    })),
    ...words.filter((word) => !word.startsWith("_")).flatMap(piecesOf),
  ];
}

function piecesOf(word: string): Feature[] {
  const bordered = `<${word}>`;
  const pieces: Feature[] = [{ name: word, kind: "pieces", hash: fnv1a(skeleton(word), BEGINS.skeleton) }];
  for (let start = 0; start < bordered.length - 1; start++)
    for (let length = GRAMS.shortest; length <= GRAMS.longest && start + length <= bordered.length; length++) {
      const piece = bordered.slice(start, start + length);
      pieces.push({ name: word, kind: "pieces", hash: fnv1a(piece, BEGINS.gram) });
    }
  return pieces;
}
