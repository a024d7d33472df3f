import { fnv1a, fnvStep } from "../lib/hash.ts";
import { NONE } from "./hash-index.ts";
import { skeleton } from "./normalise.ts";
import { recalling } from "./recall.ts";

/**
 * Features of one message: the rows that stand for them, with their weight. Same length, same order. The arrays are the
 * reader's own and hold good until it reads the next message.
 */
export type FeatureVector = { rows: Int32Array; values: Float32Array };

/** What features are known. */
export type KnownFeatures = {
  /** The row of a feature by the hash of its name; NONE for one that training has never seen. */
  rowOf(hash: number): number;
  /** Rarity (idf) of each row; 1 where there is none. */
  rarity: ArrayLike<number>;
};

/** How much each kind of feature counts; measured on the project's own test questions. */
export const WEIGHTS = { word: 1, pair: 0.7, gram: 1, skeleton: 0.8 } as const;

/** Character n-grams of these lengths, over the word with its borders. */
export const GRAMS = { shortest: 2, longest: 5 } as const;

/** Where the hash of each kind begins, so that the word "a" and the piece "a" stay apart. */
export const BEGINS = {
  word: fnv1a("w "),
  pair: fnv1a("p "),
  gram: fnv1a("g "),
  skeleton: fnv1a("s "),
} as const;

type Kind = keyof typeof WEIGHTS;

const KINDS = Object.keys(WEIGHTS) as Kind[];

/** What a word gives whatever stands beside it: known rows of each kind, and how the hash of a pair with it begins. */
export type WordRows = Readonly<Record<Exclude<Kind, "pair">, readonly number[]>> & { pairBegins: number };

/** Makes the reader of single words. */
export function createWordReader(rowOf: KnownFeatures["rowOf"]): (word: string) => WordRows {
  const known = (hashes: readonly number[]) => hashes.map(rowOf).filter((row) => row !== NONE);
  return (word) => ({
    word: known([fnv1a(word, BEGINS.word)]),
    pairBegins: fnvStep(fnv1a(word, BEGINS.pair), BLANK),
    gram: word.startsWith("_") ? [] : known(gramsOf(`<${word}>`)),
    skeleton: word.startsWith("_") ? [] : known([fnv1a(skeleton(word), BEGINS.skeleton)]),
  });
}

/** Makes the reader of pairs: the known row of each two neighbours, of the first word with the beginning and the last with the end. */
export function createPairReader(
  rowOf: KnownFeatures["rowOf"],
): (words: readonly string[], parts: readonly Pick<WordRows, "pairBegins">[], found: (row: number) => void) => void {
  return (words, parts, found) => {
    for (let i = 0; i <= words.length && words.length > 0; i++) {
      const row = rowOf(fnv1a(words[i] ?? "$", parts[i - 1]?.pairBegins ?? FIRST));
      if (row !== NONE) found(row);
    }
  };
}

/**
 * Makes the reader of features: words, pairs of neighbours, pieces of words and vowel-less skeletons. The name of each is
 * a 32-bit hash. A word that is repeated counts once, what several words share as often as it is there. Each kind is
 * scaled by the length it has when nothing is shared, so long messages weigh like short ones and each word adds the same
 * whatever stands beside it.
 */
export function createFeatureReader({ rowOf, rarity }: KnownFeatures): (words: readonly string[]) => FeatureVector {
  const rowsOf = recalling(createWordReader(rowOf));
  const eachPair = createPairReader(rowOf);
  let rows = new Int32Array(1024);
  let values = new Float32Array(1024);
  /** How often each row was counted; only those of the kind being counted are not 0. */
  let times = new Uint32Array(Math.max(1024, rarity.length));
  let size = 0;

  function count(row: number): void {
    while (row >= times.length) times = grown(times, new Uint32Array(times.length * 2));
    if (times[row]!++ > 0) return;
    if (size === rows.length) {
      rows = grown(rows, new Int32Array(size * 2));
      values = grown(values, new Float32Array(size * 2));
    }
    rows[size++] = row;
  }

  /** Turns the counts of one kind, from `from` on, into weights. */
  function weigh(from: number, weight: number): void {
    let squares = 0;
    for (let i = from; i < size; i++) {
      const rare = rarity[rows[i]!] ?? 1;
      squares += times[rows[i]!]! * rare * rare;
    }
    const scale = squares > 0 ? weight / Math.sqrt(squares) : 0;
    for (let i = from; i < size; i++) {
      const row = rows[i]!;
      values[i] = scale * times[row]! * (rarity[row] ?? 1);
      times[row] = 0;
    }
  }

  return (words) => {
    const different = [...new Set(words)].map(rowsOf);
    size = 0;
    for (const kind of KINDS) {
      const from = size;
      if (kind === "pair") eachPair(words, words.map(rowsOf), count);
      else for (const part of different) for (const row of part[kind]) count(row);
      weigh(from, WEIGHTS[kind]);
    }
    return { rows: rows.subarray(0, size), values: values.subarray(0, size) };
  };
}

const BLANK = 32;

/** How the hash of a pair begins whose first part is the beginning of the message. */
const FIRST = fnvStep(fnv1a("^", BEGINS.pair), BLANK);

/** Every longer piece goes on from the hash of the shorter one, so no piece is ever cut out as a text. */
function gramsOf(bordered: string): number[] {
  const hashes: number[] = [];
  for (let start = 0; start < bordered.length - 1; start++) {
    let hash = BEGINS.gram;
    const end = Math.min(bordered.length, start + GRAMS.longest);
    for (let at = start; at < end; at++) {
      hash = fnvStep(hash, bordered.charCodeAt(at));
      if (at - start + 1 >= GRAMS.shortest) hashes.push(hash >>> 0);
    }
  }
  return hashes;
}

function grown<Numbers extends { set(from: Numbers): void }>(from: Numbers, into: Numbers): Numbers {
  into.set(from);
  return into;
}
